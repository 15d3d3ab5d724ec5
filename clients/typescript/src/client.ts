// Sends generated operations: one function, typed by the document, with a token, retries and codes.
import type { ErrorCode, TypedDocumentString } from "./generated/graphql.js";

export interface Fault {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: ErrorCode; errorId?: string };
}

/** What came back: the data, and faults of fields that are null because of them. */
export interface Answer<Data> {
  data: Data;
  faults: Fault[];
}

export interface Options {
  url: string;
  token: () => string | Promise<string>;
  /** Send the id of a trusted document instead of its text. */
  trusted?: boolean;
  /** How often to try when the server is busy. */
  attempts?: number;
}

/** No data came; `codes` says why, for programs. */
export class Refused extends Error {
  readonly codes: (ErrorCode | undefined)[];

  constructor(readonly status: number, readonly faults: Fault[]) {
    super(faults.map((fault) => fault.message).join(" ") || `The server answered ${status}.`);
    this.codes = faults.map((fault) => fault.extensions?.code);
  }
}

const BUSY = [429, 503];

export function client({ url, token, trusted = false, attempts = 4 }: Options) {
  return async function send<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    ...[variables]: Variables extends Record<string, never> ? [] : [Variables]
  ): Promise<Answer<Data>> {
    const asked = trusted ? { documentId: document.__meta__?.["hash"] } : { query: `${document}` };
    const body = JSON.stringify({ ...asked, variables });
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(url, { method: "POST", headers: await headers(token), body });
      if (BUSY.includes(response.status) && attempt < attempts && repeatable(document, variables)) {
        await response.body?.cancel();
        await waited(response, attempt);
        continue;
      }
      const { data, errors = [] } = await read<Data>(response);
      if (!data) throw new Refused(response.status, errors);
      return { data, faults: errors };
    }
  };
}

async function headers(token: Options["token"]): Promise<Record<string, string>> {
  const accepted = "application/graphql-response+json, application/json;q=0.9";
  const bearer = `Bearer ${await token()}`;
  return { Accept: accepted, Authorization: bearer, "Content-Type": "application/json" };
}

/** A change may have been made although its answer is lost; with a key it is made only once. */
function repeatable(document: { toString(): string }, variables: unknown): boolean {
  const { input } = (variables ?? {}) as { input?: { idempotencyKey?: string } };
  return Boolean(input?.idempotencyKey) || !/^\s*mutation\b/m.test(`${document}`);
}

function waited(response: Response, attempt: number): Promise<void> {
  const told = Number(response.headers.get("Retry-After") || Number.NaN);
  const seconds = Number.isNaN(told) ? 2 ** attempt / 4 : told;
  return new Promise((done) => setTimeout(done, seconds * 1000));
}

async function read<Data>(response: Response): Promise<{ data?: Data; errors?: Fault[] }> {
  const json = response.headers.get("Content-Type")?.includes("json");
  return json ? response.json() : {};
}
