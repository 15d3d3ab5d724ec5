// The licences of all that goes into the build. Workers are bundles of their own, so Vite's own
// list would leave out what only they hold.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;
const TEXTS = /^(licen[cs]e|copying|notice|thirdpartynotices)/i;

function shown(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json")));
  const texts = readdirSync(folder).filter((file) => TEXTS.test(file));
  const said = texts.map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${name} ${version} (${license})`, ...said].join("\n\n");
}

export function licences(fileName) {
  const folders = new Set();
  const noted = {
    name: "noted",
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => Object.keys(chunk.modules ?? {}));
      for (const module of modules) {
        const folder = PACKAGE.exec(module)?.[0];
        if (folder && !folder.includes("\0")) folders.add(folder);
      }
    },
  };
  const written = {
    name: "written",
    generateBundle() {
      const source = [...folders].sort().map(shown).join(`\n\n${"-".repeat(80)}\n\n`);
      this.emitFile({ type: "asset", fileName, source: `${source}\n` });
    },
  };
  return { noted, written };
}
