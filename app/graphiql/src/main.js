// GraphiQL, with what the server wrote into the page: headers to begin with, and tabs.
import "./workers.js";
import "graphiql/style.css";
import "@graphiql/plugin-explorer/style.css";
import "./page.css";
import { explorerPlugin } from "@graphiql/plugin-explorer";
import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { forgetful } from "./forgetful.js";

const { headers, tabs } = JSON.parse(document.getElementById("config").textContent);
const given = Object.keys(headers).length ? JSON.stringify(headers, null, 2) : "";
const speaking = {
  url: location.pathname,
  enableIncrementalDelivery: false,
  headers: { Accept: "application/graphql-response+json, application/json" },
};
// The schema is asked for before the editor of the headers is there.
const schemaFetcher = createGraphiQLFetcher({
  ...speaking,
  headers: { ...speaking.headers, ...headers },
});

const graphiql = createElement(
  GraphiQL,
  {
    fetcher: createGraphiQLFetcher({ ...speaking, schemaFetcher }),
    plugins: [HISTORY_PLUGIN, explorerPlugin()],
    storage: forgetful(localStorage, given),
    defaultHeaders: given,
    defaultTabs: tabs,
    defaultEditorToolsVisibility: "headers",
    shouldPersistHeaders: false,
    inputValueDeprecation: true,
    schemaDescription: true,
  },
  createElement(GraphiQL.Logo, null, "Clientela"),
);
createRoot(document.getElementById("graphiql")).render(graphiql);
