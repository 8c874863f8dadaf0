// Asks a SPARQL endpoint with Comunica: node comunica.cjs FOLDER '{"source": …, "select": …, "construct": …}'
"use strict";
const { createRequire } = require("node:module");
const { join } = require("node:path");

async function main(folder, asked) {
  const { QueryEngine } = createRequire(join(folder, "package.json"))("@comunica/query-sparql");
  const engine = new QueryEngine();
  const rows = async (source) => {
    const stream = await engine.queryBindings(asked.select, { sources: [source] });
    return (await stream.toArray()).map((row) => Object.fromEntries([...row].map(([k, v]) => [k.value, v.value])));
  };
  const declared = { type: "sparql", value: asked.source };
  const quads = await engine.queryQuads(asked.construct, { sources: [declared] });
  return {
    detected: await rows(asked.source),
    declared: await rows(declared),
    triples: (await quads.toArray()).length,
    boolean: await engine.queryBoolean("ASK { ?s ?p ?o }", { sources: [declared] }),
  };
}

main(process.argv[2], JSON.parse(process.argv[3])).then(
  (told) => console.log(JSON.stringify(told)),
  (error) => { console.error(error); process.exit(1); },
);
