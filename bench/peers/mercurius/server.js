// The dashboard page on Mercurius with JIT: batched loaders, node-postgres, named statements.
import Fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";

const TENANT = process.env.TENANT_ID;
const BIGINT = 20;
const TIMESTAMPTZ = 1184;

// Instants go through as PostgreSQL writes them, which is the least that can be done with them.
pg.types.setTypeParser(TIMESTAMPTZ, (text) => text);
pg.types.setTypeParser(BIGINT, Number);
const pool = new pg.Pool({ max: 10 });

const schema = `
  scalar DateTime
  enum CustomerStatus { ACTIVE INACTIVE BLOCKED }
  enum CustomerType { RETAIL WHOLESALE VIP }
  enum AddressType { BILLING BOTH OTHER SHIPPING }
  enum LoyaltyTier { NEW BRONZE SILVER GOLD PLATINUM VIP }
  type Tag { id: ID! label: String! color: String }
  type Address {
    id: ID! type: AddressType! line1: String! city: String! postalCode: String!
    countryCode: String! isDefault: Boolean!
  }
  type Actor { id: ID! name: String }
  type Note { id: ID! body: String! createdAt: DateTime! author: Actor }
  type NoteConnection { nodes: [Note!]! }
  type Customer {
    id: ID! firstName: String lastName: String email: String phone: String
    status: CustomerStatus! type: CustomerType! loyaltyTier: LoyaltyTier! loyaltyPoints: Int!
    createdAt: DateTime! lastInteractionAt: DateTime
    tags: [Tag!]! addresses: [Address!]! notes(first: Int! = 20): NoteConnection!
  }
  type CustomerEdge { cursor: String! node: Customer! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type CustomerConnection { edges: [CustomerEdge!]! pageInfo: PageInfo! }
  type Query { customers(first: Int! = 20): CustomerConnection! }
`;

const CUSTOMERS = {
  name: "customers",
  text: `select id, first_name as "firstName", last_name as "lastName", email, phone, status, type,
      loyalty_tier as "loyaltyTier", loyalty_points as "loyaltyPoints",
      created_at as "createdAt", last_interaction_at as "lastInteractionAt"
    from customers where tenant_id = $1 and deleted_at is null
    order by created_at desc, id desc limit $2`,
};
const TAGS = {
  name: "tags",
  text: `select w.customer_id as owner, t.id, t.label, t.color
    from customer_tags w join tags t on t.tenant_id = w.tenant_id and t.id = w.tag_id
    where w.tenant_id = $1 and w.customer_id = any($2::uuid[])
    order by t.priority desc, t.label_norm`,
};
const ADDRESSES = {
  name: "addresses",
  text: `select customer_id as owner, id, type, line1, city, postal_code as "postalCode",
      country_code as "countryCode", is_default as "isDefault"
    from addresses where tenant_id = $1 and customer_id = any($2::uuid[])
    order by customer_id, created_at, id`,
};
const NOTES = {
  name: "notes",
  text: `select c.id as owner, n.id, n.body, n.created_at as "createdAt", n.author_id as "authorId"
    from unnest($2::uuid[]) c(id) cross join lateral (
      select id, body, created_at, author_id from notes
      where tenant_id = $1 and customer_id = c.id
      order by created_at desc, id desc limit $3
    ) n`,
};
const AUTHORS = {
  name: "authors",
  text: "select id, name from actors where tenant_id = $1 and id = any($2::uuid[])",
};

async function rowsOf(statement, ...values) {
  return (await pool.query({ ...statement, values: [TENANT, ...values] })).rows;
}

async function grouped(statement, queries, ...values) {
  const found = new Map(queries.map(({ obj }) => [obj.id, []]));
  for (const row of await rowsOf(statement, [...found.keys()], ...values)) {
    found.get(row.owner).push(row);
  }
  return found;
}

const resolvers = {
  Query: {
    customers: async (_, { first }) => {
      const rows = await rowsOf(CUSTOMERS, first + 1);
      const edges = rows.slice(0, first).map((node) => ({ cursor: cursorOf(node), node }));
      const endCursor = edges.length ? edges[edges.length - 1].cursor : null;
      return { edges, pageInfo: { hasNextPage: rows.length > first, endCursor } };
    },
  },
};

const loaders = {
  Customer: {
    tags: batched(async (queries) => {
      const found = await grouped(TAGS, queries);
      return queries.map(({ obj }) => found.get(obj.id));
    }),
    addresses: batched(async (queries) => {
      const found = await grouped(ADDRESSES, queries);
      return queries.map(({ obj }) => found.get(obj.id));
    }),
    notes: batched(async (queries) => {
      const found = await grouped(NOTES, queries, queries[0].params.first);
      return queries.map(({ obj }) => ({ nodes: found.get(obj.id) }));
    }),
  },
  Note: {
    author: batched(async (queries) => {
      const wanted = [...new Set(queries.map(({ obj }) => obj.authorId))];
      const found = new Map((await rowsOf(AUTHORS, wanted)).map((row) => [row.id, row]));
      return queries.map(({ obj }) => found.get(obj.authorId));
    }),
  },
};

// Nothing is asked for twice in a page, so a cache of loaders would only cost.
function batched(loader) {
  return { loader, opts: { cache: false } };
}

function cursorOf(row) {
  return Buffer.from(`${row.createdAt} ${row.id}`).toString("base64");
}

const app = Fastify();
app.register(mercurius, { schema, resolvers, loaders, jit: 1 });
await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });
process.on("SIGTERM", () => process.exit(0));
