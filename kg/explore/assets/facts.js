"use strict";
// The table of all facts: sorted, filtered, page by page, and as CSV.
(() => {
  const { h, data } = KG;
  let panel = null;
  const PAGE = 100;
  let page = 0;
  let chosen = [];

  const place = (ids) => new Map(ids.map((row, i) => [row.id, i]));
  const modalityPlaces = place(data.modalities);
  const COLUMNS = [
    { key: "subject", label: "Subject", sort: (f) => KG.name(f.subject) },
    { key: "predicate", label: "Relation", sort: (f) => KG.predicates.get(f.predicate).label },
    { key: "object", label: "Object", sort: (f) => KG.objectText(f) },
    { key: "qualifiers", label: "Qualifiers", sort: (f) => KG.qualifierLine(f) },
    { key: "modality", label: "Modality", sort: (f) => modalityPlaces.get(f.modality) },
    { key: "confidence", label: "Confidence", sort: (f) => f.confidence },
    { key: "date", label: "Reported", sort: (f) => KG.dateOf(f) },
    { key: "filing", label: "Filing", sort: (f) => KG.filingLabel(KG.filingOf(f)).slice(10) },
    { key: "quote", label: "Words", sort: (f) => data.evidence[f.evidence[0]].quote },
  ];

  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const select = (state) => {
    const test = KG.filters.test(state);
    const column = COLUMNS.find((c) => c.key === state.sort) || COLUMNS[6];
    const sign = state.order === "up" ? 1 : -1;
    const keyed = data.facts.map((fact, number) => number).filter(test).map((number) => [column.sort(data.facts[number]), number]);
    const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
    return keyed.sort((a, b) => sign * compare(a[0], b[0]) || a[1] - b[1]).map(([, number]) => number);
  };

  const HEAD = ["subject", "subject type", "predicate", "object", "object type", "qualifiers", ...KG.csv.sourceHead, "rule", "subject id", "object id"];
  const csvRow = (number) => {
    const fact = data.facts[number];
    const object = fact.object === null ? null : data.entities[fact.object];
    return [KG.name(fact.subject), data.entities[fact.subject].type, fact.predicate, KG.objectText(fact), object ? object.type : "",
      fact.qualifiers.map(([k, v]) => `${k}=${v}`).join("; "), ...KG.csv.source(fact),
      fact.rule, data.entities[fact.subject].id, object ? object.id : ""];
  };

  const row = (number) => {
    const fact = data.facts[number];
    const filing = KG.filingOf(fact);
    const cells = {
      subject: KG.entityButton(fact.subject),
      predicate: KG.predicates.get(fact.predicate).label,
      object: KG.objectNode(fact),
      qualifiers: KG.qualifierList(fact),
      modality: KG.modalityBadge(fact.modality),
      confidence: fact.confidence.toFixed(2),
      date: filing.date || "undated",
      filing: h("button", { type: "button", class: "to-words", title: `Show it in ${filing.accession ? `${filing.name}, ${filing.accession}` : filing.name}`, onclick: () => KG.document.open(number) },
        h("bdi", {}, [filing.registrant || filing.name, filing.form].filter(Boolean).join(" · "))),
      quote: h("button", { type: "button", class: "quote", title: "Show where this is said",
        onclick: () => KG.state.set({ entity: data.entities[fact.subject].id, fact: fact.id, pick: null }) },
      h("q", {}, h("bdi", {}, data.evidence[fact.evidence[0]].quote))),
    };
    return h("tr", { "data-fact": fact.id }, COLUMNS.map(({ key, label }) =>
      h(key === "subject" ? "th" : "td", { class: key, "data-label": label, ...(key === "subject" ? { scope: "row" } : {}) }, cells[key])));
  };

  const heading = (state) => h("tr", {}, COLUMNS.map(({ key, label }) => {
    const on = state.sort === key;
    const up = on && state.order === "up";
    return h("th", { scope: "col", class: key, "aria-sort": on ? (up ? "ascending" : "descending") : "none" },
      h("button", { type: "button", "data-sort": key, "data-again": `sort-${key}`,
        onclick: () => KG.state.set({ sort: key, order: on ? (up ? "down" : "up") : key === "date" || key === "confidence" ? "down" : "up" }, true) },
      label, h("span", { class: "arrow", "aria-hidden": "true" }, on ? (up ? "▲" : "▼") : "")));
  }));

  const turn = (step) => {
    page += step;
    draw(KG.state.get());
    panel.querySelector(".range").focus();
  };
  const pager = () => {
    const from = page * PAGE;
    const to = Math.min(from + PAGE, chosen.length);
    return h("div", { class: "pager" },
      h("span", { class: "range", tabindex: -1 }, chosen.length ? `${(from + 1).toLocaleString("en")}–${to.toLocaleString("en")} of ${KG.plural(chosen.length, "fact", "facts")}` : "No facts"),
      chosen.length > PAGE ? [
        h("button", { type: "button", class: "quiet", disabled: page === 0, onclick: () => turn(-1) }, "Previous"),
        h("button", { type: "button", class: "quiet", disabled: to >= chosen.length, onclick: () => turn(1) }, "Next")] : null);
  };

  const draw = (state) => {
    KG.replace(panel, h("div", { class: "tools" }, pager()), chosen.length === 0 ? h("p", { class: "empty" }, "No fact passes these filters.")
      : h("table", { class: "facts" }, h("caption", { class: "unseen" }, "Facts"), h("thead", {}, heading(state)),
        h("tbody", {}, chosen.slice(page * PAGE, (page + 1) * PAGE).map(row))));
  };

  KG.views.add({
    name: "facts",
    title: "Facts",
    filters: ["type", "predicate", "modality", "company", "filing", "q"],
    keys: { sort: ["date", ...COLUMNS.map((c) => c.key).filter((key) => key !== "date")], order: ["down", "up"] },
    render: (state, place) => {
      panel = place;
      page = 0;
      chosen = select(state);
      draw(state);
      KG.say(KG.plural(chosen.length, "fact", "facts"));
    },
    csv: (state) => [HEAD, ...select(state).map(csvRow)],
  });
})();
