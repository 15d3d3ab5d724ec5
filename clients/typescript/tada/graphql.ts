// gql.tada, told of our schema and of our scalars.
import { initGraphQLTada } from "gql.tada";
import type { Scalars } from "./generated/scalars.js";
import type { introspection } from "./generated/schema.js";

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: Scalars & { ID: string };
  disableMasking: true;
}>();
