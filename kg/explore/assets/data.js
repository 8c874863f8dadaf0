"use strict";
// The page's data, as read from its JSON block, and the words for it. Everything else hangs on `KG`.
const KG = (() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  // A table as kg/explore/packing.py writes it, back to rows.
  const unpack = (table) => {
    const rows = Array.from({ length: table.rows }, () => ({}));
    for (const [key, kind, first, second] of table.columns) {
      if (kind === "plain") for (let i = 0; i < rows.length; i += 1) rows[i][key] = first[i];
      else if (kind === "indexed") for (let i = 0; i < rows.length; i += 1) rows[i][key] = first[second[i]];
      else if (kind === "prefixed") for (let i = 0; i < rows.length; i += 1) rows[i][key] = first + second[i];
      else first.forEach((row, i) => { rows[row][key] = second[i]; });
    }
    return rows;
  };
  const data = read("kg-data");
  for (const table of ["entities", "facts", "evidence", "filings"]) data[table] = unpack(data[table]);
  let drawing = null;
  return {
    data,
    graphData: () => {
      if (drawing === null) {
        const { nodes, edges } = read("kg-graph");
        drawing = { nodes: unpack(nodes), edges: unpack(edges) };
      }
      return drawing;
    },
  };
})();

(() => {
  const { data } = KG;
  const byId = (rows) => new Map(rows.map((row) => [row.id, row]));

  KG.types = byId(data.types);
  KG.predicates = byId(data.predicates);
  KG.modalities = byId(data.modalities);
  KG.entityNumbers = new Map(data.entities.map((entity, number) => [entity.id, number]));
  KG.factNumbers = new Map();
  data.facts.forEach((fact, number) => { if (!KG.factNumbers.has(fact.id)) KG.factNumbers.set(fact.id, number); });

  KG.plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

  // A fold in which "T-DM1", "t dm1" and "TDM1" are one, and accents do not count.
  KG.fold = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  KG.foldWords = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  KG.name = (number) => data.entities[number].name;
  KG.objectText = (fact) => (fact.object === null ? fact.value : KG.name(fact.object));
  KG.filingOf = (fact) => data.filings[fact.filing];
  KG.dateOf = (fact) => KG.filingOf(fact).date || "";

  KG.filingLabel = (filing) =>
    [filing.date || "undated", filing.registrant || filing.name, filing.form].filter(Boolean).join(" · ");

  KG.valueText = (key, value) => {
    if (typeof value === "number" && /amount/i.test(key)) return value.toLocaleString("en", { maximumFractionDigits: 6 });
    if (value === true) return "yes";
    if (value === false) return "no";
    return String(value);
  };
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const lastOf = (day) => new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
  // A stretch of days, as short as it can be said: "2013", "Feb 2013", "2013-02-05", "Apr to Jun 2013", "2013 to 2015".
  KG.rangeText = ([from, to]) => {
    const year = from.slice(0, 4);
    const month = (day) => MONTHS[Number(day.slice(5, 7)) - 1];
    const whole = from.endsWith("-01") && Number(to.slice(8)) === lastOf(to);
    if (from === to) return from;
    if (!whole) return `${from} to ${to}`;
    if (from.slice(5, 7) === "01" && to.slice(5, 7) === "12") return year === to.slice(0, 4) ? year : `${year} to ${to.slice(0, 4)}`;
    if (from.slice(0, 7) === to.slice(0, 7)) return `${month(from)} ${year}`;
    return year === to.slice(0, 4) ? `${month(from)} to ${month(to)} ${year}` : `${month(from)} ${year} to ${month(to)} ${to.slice(0, 4)}`;
  };
  KG.keyText = (key) => key.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  KG.qualifier = (fact, key) => {
    const found = fact.qualifiers.find((q) => q[0] === key);
    return found ? found[1] : null;
  };
  KG.qualifierLine = (fact) => fact.qualifiers.map(([k, v]) => `${KG.keyText(k)}: ${KG.valueText(k, v)}`).join("; ");

  KG.sentence = (fact) =>
    `${KG.name(fact.subject)} ${KG.predicates.get(fact.predicate).label} ${KG.objectText(fact)}`;

  // What a fact claims, whoever says it: facts with one key are one claim stated several times.
  KG.claim = (fact) =>
    JSON.stringify([fact.subject, fact.predicate, fact.object, fact.value, fact.qualifiers, fact.modality]);

  KG.sameClaim = (fact) => {
    const key = KG.claim(fact);
    return KG.factsOf(fact.subject).subject.filter((number) => KG.claim(data.facts[number]) === key);
  };

  const places = data.entities.map(() => ({ subject: [], object: [], named: [] }));
  data.facts.forEach((fact, number) => {
    places[fact.subject].subject.push(number);
    if (fact.object !== null && fact.object !== fact.subject) places[fact.object].object.push(number);
    const named = new Set(fact.qualifiers.map((q) => q[2]).filter((n) => n !== null));
    for (const entity of named) if (entity !== fact.subject && entity !== fact.object) places[entity].named.push(number);
  });
  KG.factsOf = (entity) => places[entity];

  const texts = new Array(data.facts.length);
  // All that a text filter looks at in a fact, folded; made when first asked for.
  KG.factText = (number) => {
    if (texts[number] === undefined) {
      const fact = data.facts[number];
      const things = [data.entities[fact.subject], fact.object === null ? null : data.entities[fact.object]];
      const words = things.filter(Boolean).flatMap((entity) => [entity.name, ...entity.aliases]);
      words.push(KG.predicates.get(fact.predicate).label, fact.predicate, fact.value || "", KG.qualifierLine(fact));
      words.push(...fact.evidence.map((e) => data.evidence[e].quote));
      texts[number] = KG.foldWords(words.join(" "));
    }
    return texts[number];
  };
})();
