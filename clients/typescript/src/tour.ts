// A tour of the typed client: what it does with a real server, and what does not compile.
import { client, Refused } from "./client.js";
import {
  CustomerCardDocument,
  CustomerCreateDocument,
  CustomerLookupDocument,
  CustomerUpdateDocument,
  NoteCreateDocument,
  ViewerDocument,
  type CustomerIdentifier,
  type RefusalFragment,
} from "./generated/graphql.js";

const { CLIENTELA_URL: url = "http://127.0.0.1:8000/graphql", CLIENTELA_TOKEN = "" } = process.env;
const trusted = "TRUSTED" in process.env;
const send = client({ url, trusted, token: () => CLIENTELA_TOKEN });
const nobody = client({ url, trusted, token: () => "nobody" });

// Two identifiers are one too many: the schema says so, and the compiler too.
// @ts-expect-error
export const ambiguous: CustomerIdentifier = { email: "ana@example.com", externalId: "a-1" };

function said(refusal: RefusalFragment): string {
  switch (refusal.__typename) {
    case "ValueTaken":
      return `${refusal.code} by ${refusal.existingId}`;
    case "StaleVersion":
      return `${refusal.code}: ${refusal.theirs}`;
    default:
      return refusal.code;
  }
}

const { viewer } = (await send(ViewerDocument)).data;
const email = `ana-${crypto.randomUUID()}@example.com`;
const input = { firstName: "Ana", email, idempotencyKey: crypto.randomUUID() };
const made = (await send(CustomerCreateDocument, { input })).data.customerCreate.customer;
const again = { ...input, idempotencyKey: crypto.randomUUID() };
const twice = (await send(CustomerCreateDocument, { input: again })).data.customerCreate;
const lookup = await send(CustomerLookupDocument, { identifier: { email } });
const found = lookup.data.customerByIdentifier;
const id = found?.id ?? "";
const key = crypto.randomUUID();
const change = { id, lastName: "Popescu", expectedVersion: 1, idempotencyKey: key };
const changed = (await send(CustomerUpdateDocument, { input: change })).data.customerUpdate;
const card = (await send(CustomerCardDocument, { id })).data.customer;
// Without a key it is not sent again to a server that is busy.
const note = await send(NoteCreateDocument, { input: { customerId: id, body: "Called." } }).then(
  ({ data }) => data.noteCreate.note?.body,
  (error: unknown) => error instanceof Refused && error.status,
);
const refused = await nobody(ViewerDocument).catch((error: unknown) => error);

console.log(
  JSON.stringify({
    tenant: viewer.tenant.slug,
    made: made?.displayName,
    same: made?.id === found?.id,
    refused: twice.userErrors.map(said).map((text) => text.replace(id, "the first")),
    changed: changed.changedFields,
    card: [card?.displayName, card?.version, card?.tags?.length],
    note,
    stranger: refused instanceof Refused && [refused.status, ...refused.codes],
  }),
);
