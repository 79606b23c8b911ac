// Prints the size of the built script, as it is and gzipped.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const script = readFileSync(new URL("../dist/widget.js", import.meta.url));
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`widget.js: ${kb(script.length)}, gzip ${kb(gzipSync(script, { level: 9 }).length)}`);
