"use strict";
const at = (id) => document.getElementById(id);
const { headers, tabs } = JSON.parse(at("config").textContent);
const named = (query) => /(?:query|mutation)\s+(\w+)/.exec(query)[1];

function show() {
  const { query, variables } = tabs[at("tab").selectedIndex];
  at("query").value = query;
  at("variables").value = variables;
}

async function run() {
  let variables;
  try {
    variables = JSON.parse(at("variables").value || "{}");
  } catch {
    at("answer").textContent = "The variables are not JSON.";
    return;
  }
  at("state").textContent = "…";
  const began = performance.now();
  const response = await fetch(location.pathname, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: at("token").value },
    body: JSON.stringify({ query: at("query").value, variables }),
  });
  at("answer").textContent = JSON.stringify(await response.json(), null, 2);
  at("state").textContent = `${response.status} in ${Math.round(performance.now() - began)} ms`;
}

at("tab").append(...tabs.map(({ query }) => new Option(named(query))));
at("token").value = headers.Authorization ?? "";
show();
at("tab").addEventListener("change", show);
at("run").addEventListener("click", run);
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") run();
});
