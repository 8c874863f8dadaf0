"use strict";
// The top of a card: what a thing is made of, how far it has come and since when, or which compounds it has.
(() => {
  const { h, data } = KG;
  const MOST = 8;

  const rowsOf = KG.forDay("furthest", (asOf) => {
    const knows = KG.asOf.knows(asOf);
    return new Map(KG.stages.rows(KG.stages.all.filter(knows), false).map((row) => [row.compound, row]));
  });

  const objects = (number, predicate, knows) => [...new Set(KG.factsOf(number).subject.filter((n) => data.facts[n].predicate === predicate
    && data.facts[n].object !== null && data.facts[n].modality !== "negated" && knows(n)).map((n) => data.facts[n].object))];

  const part = (title, numbers, joint) => h("div", { class: "component" }, h("span", { class: "key" }, title),
    numbers.length ? h("span", {}, numbers.map((n, i) => [i ? ", " : "", KG.entityButton(n)])) : h("span", { class: "remark" }, "not stated"), joint ? h("span", { class: "joint", "aria-hidden": "true" }, joint) : null);

  const composition = (number, state) => {
    const knows = KG.asOf.knows(state.asOf);
    const of = (predicate) => objects(number, predicate, knows);
    const [antibody, linker, payload] = ["hasAntibody", "hasLinker", "hasPayload"].map(of);
    const target = KG.groups(state.asOf).target.get(number) || [];
    if (antibody.length + linker.length + payload.length === 0) return target.length ? h("div", { class: "composition" }, part("Target", target)) : null;
    return h("div", { class: "composition", role: "group", "aria-label": "Composition" }, part("Target", target), part("Antibody", antibody, "–"), part("Linker", linker, "–"), part("Payload", payload));
  };

  const furthest = (number, state) => {
    const row = rowsOf(state.asOf).get(number);
    if (!row) return null;
    const marks = row.reached < 0 ? [] : row.states.get(row.reached);
    const planned = [...row.states].filter(([column, held]) => column > row.reached && held.includes("planned")).map(([column]) => column);
    return h("p", { class: "furthest" }, row.reached < 0 ? "No stage reached so far" : [h("span", { class: "key" }, "Furthest "), marks.slice(0, 1).map(KG.markGlyph), " ", h("b", {}, data.columns[row.reached].label),
      ["stated", "granted"].includes(marks[0]) ? "" : ` ${KG.markWords[marks[0]]}`, row.since ? h("span", { class: "remark" }, ` ${row.since.stated ? "since" : "reported by"} ${row.since.text}`) : null],
    planned.length ? [h("span", { class: "key" }, " · next "), KG.markGlyph("planned"), " ", data.columns[Math.max(...planned)].label] : null);
  };

  // The compounds of a company, target, payload or disease, furthest first.
  const compounds = (number, state) => {
    const kind = { Organization: "company", Target: "target", Payload: "payload", Indication: "indication" }[data.entities[number].type];
    if (!kind) return null;
    const rows = rowsOf(state.asOf);
    const reached = (n) => (rows.has(n) ? rows.get(n).reached : -2);
    const held = [...KG.groups(state.asOf)[kind]].filter(([, members]) => members.includes(number)).map(([n]) => n)
      .filter((n) => data.entities[n].type === "Compound").sort((a, b) => reached(b) - reached(a) || a - b);
    if (held.length === 0) return null;
    return h("section", { class: "held" }, h("h3", {}, "Compounds", h("span", { class: "count" }, held.length)),
      h("ul", {}, held.slice(0, MOST).map((n) => h("li", {}, KG.entityButton(n), h("span", { class: "remark" }, rows.has(n) && reached(n) >= 0 ? [" ", KG.markGlyph(rows.get(n).states.get(reached(n))[0]), ` ${data.columns[reached(n)].label}`] : " no stage reached")))),
      held.length > MOST ? h("p", {}, h("button", { type: "button", class: "quiet", onclick: () => KG.state.set({ view: "pipeline", company: kind === "company" ? [data.entities[number].id] : [], q: kind === "company" ? null : KG.name(number) }) }, `All ${held.length} in the pipeline`)) : null);
  };

  KG.glance = (number, state) => (data.entities[number].type === "Compound" ? [furthest(number, state), composition(number, state)] : compounds(number, state));
})();
