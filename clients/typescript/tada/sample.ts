// What gql.tada knows about the shared operations, held against what is meant.
import type { ResultOf, VariablesOf } from "gql.tada";
import type { CustomerCard, CustomerLookup, CustomerUpdate, NodeById, Viewer } from "./generated/operations.js";

type Equal<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
function holds<_ extends true>(): void {}

type Card = NonNullable<ResultOf<typeof CustomerCard>["customer"]>;
type Refusal = ResultOf<typeof CustomerUpdate>["customerUpdate"]["userErrors"][number];
type Found = NonNullable<ResultOf<typeof NodeById>["node"]>;

holds<Equal<Card["createdAt"], string>>();
holds<Equal<Card["bornOn"], string | null>>();
holds<Equal<Card["preferences"]["custom"], unknown>>();
holds<Equal<Card["tags"], { id: string; label: string; color: string | null }[] | null>>();
holds<Equal<Refusal["__typename"], "InputError" | "StaleVersion" | "ValueTaken">>();
holds<Equal<Extract<Refusal, { __typename: "ValueTaken" }>["existingId"], string | null>>();
holds<Equal<Extract<Found, { __typename: "Tag" }>["label"], string>>();
holds<Equal<ResultOf<typeof Viewer>["viewer"]["roles"], string[]>>();

export const wanted: VariablesOf<typeof CustomerLookup> = { identifier: { email: "ana@example.com" } };
