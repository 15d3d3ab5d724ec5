// How graphql-codegen makes src/generated from the schema and the operations.
import type { CodegenConfig } from "@graphql-codegen/cli";
import scalars from "../scalars.json" with { type: "json" };

const config: CodegenConfig = {
  schema: "../../schema/schema.graphql",
  documents: "../operations/*.graphql",
  generates: {
    "src/generated/": {
      preset: "client",
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: { hashAlgorithm: "sha256", mode: "embedHashInDocument" },
      },
      config: {
        documentMode: "string",
        importExtension: ".js",
        // An id is a text here; without this line it may be a number too.
        scalars: { ...scalars, ID: "string" },
        strictScalars: true,
        useTypeImports: true,
      },
    },
  },
};

export default config;
