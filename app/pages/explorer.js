"use strict";
const at = (id) => document.getElementById(id);
const FIRST = `query FirstCustomers {
  viewer { subject roles tenant { name } }
  customers(first: 5) {
    nodes {
      id
      displayName
      email
      tags { label color }
      addresses { line1 city countryCode }
      notes(first: 2) { nodes { body author { name } } }
    }
    totalCount { value isExact }
    pageInfo { hasNextPage endCursor }
  }
}`;
at("query").value = FIRST;
at("token").value = sessionStorage.getItem("token") || "";

async function run() {
  let variables;
  try {
    variables = JSON.parse(at("variables").value || "{}");
  } catch {
    at("answer").textContent = "The variables are not JSON.";
    return;
  }
  sessionStorage.setItem("token", at("token").value);
  at("state").textContent = "…";
  const began = performance.now();
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: at("token").value },
    body: JSON.stringify({ query: at("query").value, variables }),
  });
  const answer = await response.json();
  at("answer").textContent = JSON.stringify(answer, null, 2);
  at("state").textContent = `${response.status} in ${Math.round(performance.now() - began)} ms`;
}
at("run").addEventListener("click", run);
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") run();
});
