// The build: hashed names, every file beside its packed form, and the licences of all in it.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig } from "vite";
import { licences } from "./licences.js";

const OUT = "dist";
const FILES = "graphiql";
const { noted, written } = licences(`${FILES}/licences.txt`);

const packed = {
  name: "packed",
  closeBundle() {
    for (const name of readdirSync(join(OUT, FILES))) {
      const file = join(OUT, FILES, name);
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
    }
  },
};

// The page is shown as /graphql, and so finds its files in /graphiql/, under any prefix.
export default defineConfig({
  base: "./",
  logLevel: "error",
  build: { outDir: OUT, assetsDir: FILES, modulePreload: false, chunkSizeWarningLimit: 4000,
    rolldownOptions: { output: { keepNames: true } } },
  worker: { format: "es", plugins: () => [noted] },
  plugins: [noted, written, packed],
});
