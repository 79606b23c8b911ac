import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vitest/config";

/** Ships the font's licence beside the font, as that licence asks for. */
function fontLicence(): Plugin {
  const licence = new URL("./node_modules/@fontsource-variable/source-sans-3/LICENSE", import.meta.url);
  return {
    name: "font-licence",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "assets/source-sans-3-licence.txt", source: readFileSync(licence) });
    },
  };
}

export default defineConfig({
  base: "/staff/",
  plugins: [react(), fontLicence()],
  build: {
    // Nothing becomes a data: address, so that the content security policy needs none.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/staff/api": { target: process.env["CONSOLE_API"] ?? "http://127.0.0.1:8787", ws: true } },
  },
  test: {
    environment: "jsdom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
  },
});
