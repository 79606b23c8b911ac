import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { tokens } from "./build/tokens.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [tokens(here("./src/styles"))],
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    target: "es2022",
    outDir: "dist",
    sourcemap: false,
    reportCompressedSize: true,
    lib: { entry: here("./src/main.ts"), formats: ["iife"], name: "NavArbeidsgiverhjelp", fileName: () => "widget.js" },
  },
  test: { environment: "jsdom", include: ["test/**/*.test.{ts,tsx}"], css: true, setupFiles: ["test/setup.ts"] },
});
