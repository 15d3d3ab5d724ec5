// gql.tada reads operations in TypeScript only, so the shared ones are written down as such.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse, print, visit } from "graphql";

const shared = new URL("../../operations/", import.meta.url);
const generated = new URL("generated/", import.meta.url);
const scalars = JSON.parse(readFileSync(new URL("../../scalars.json", import.meta.url), "utf8"));

const names = readdirSync(shared).filter((name) => name.endsWith(".graphql"));
const texts = names.sort().map((name) => readFileSync(new URL(name, shared), "utf8"));
const { definitions } = parse(texts.join("\n"));
const fragments = definitions.filter(({ kind }) => kind === "FragmentDefinition");
const operations = definitions.filter(({ kind }) => kind === "OperationDefinition");

function used(definition) {
  const spread = new Set();
  visit(definition, { FragmentSpread: ({ name }) => void spread.add(name.value) });
  return [...spread];
}

function written(definition) {
  const beside = used(definition);
  const listed = beside.length ? `, [${beside.join(", ")}]` : "";
  return `export const ${definition.name.value} = graphql(\`\n${print(definition)}\n\`${listed});\n`;
}

mkdirSync(generated, { recursive: true });
const first = 'import { graphql } from "../graphql.js";\n';
const all = [...fragments, ...operations].map(written);
writeFileSync(new URL("operations.ts", generated), [first, ...all].join("\n"));
const lines = Object.entries(scalars).map(([name, type]) => `  ${name}: ${type};\n`);
writeFileSync(new URL("scalars.ts", generated), `export interface Scalars {\n${lines.join("")}}\n`);
