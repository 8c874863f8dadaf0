"use strict";
// The table of all facts: sorted, filtered, page by page, and as CSV.
(() => {
  const { h, data } = KG;
  const panel = document.getElementById("view-facts");
  const PAGE = 100;
  let page = 0;
  let drawn = null;
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

  const CSV = ["subject", "subject type", "predicate", "object", "object type", "qualifiers", "modality", "confidence",
    "reported", "filing", "form", "registrant", "accession", "part", "section", "quote", "start", "end", "rule", "subject id", "object id", "fact id"];
  const csvRow = (number) => {
    const fact = data.facts[number];
    const filing = KG.filingOf(fact);
    const words = data.evidence[fact.evidence[0]];
    const object = fact.object === null ? null : data.entities[fact.object];
    return [KG.name(fact.subject), data.entities[fact.subject].type, fact.predicate, KG.objectText(fact), object ? object.type : "",
      fact.qualifiers.map(([k, v]) => `${k}=${v}`).join("; "), fact.modality, fact.confidence, filing.date || "", filing.name,
      filing.form || "", filing.registrant || "", filing.accession || "", words.part, words.section, words.quote, words.start, words.end,
      fact.rule, data.entities[fact.subject].id, object ? object.id : "", fact.id];
  };
  // RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it.
  const csvCell = (value) => {
    let text = String(value);
    if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  const csv = () => [CSV, ...chosen.map(csvRow)].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
  const download = () => {
    // The mark at the start tells spreadsheets that the text is UTF-8.
    const url = URL.createObjectURL(new Blob(["\ufeff", csv()], { type: "text/csv;charset=utf-8" }));
    const link = h("a", { href: url, download: "facts.csv" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
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
      filing: h("bdi", { title: filing.accession ? `${filing.name}, ${filing.accession}` : filing.name }, [filing.registrant || filing.name, filing.form].filter(Boolean).join(" · ")),
      quote: h("button", { type: "button", class: "quote", title: "Show where this is said",
        onclick: () => KG.state.set({ entity: data.entities[fact.subject].id, fact: fact.id, stage: null }) },
      h("q", {}, h("bdi", {}, data.evidence[fact.evidence[0]].quote))),
    };
    return h("tr", { "data-fact": fact.id }, COLUMNS.map(({ key, label }) =>
      h(key === "subject" ? "th" : "td", { class: key, "data-label": label, ...(key === "subject" ? { scope: "row" } : {}) }, cells[key])));
  };

  const heading = (state) => h("tr", {}, COLUMNS.map(({ key, label }) => {
    const on = state.sort === key;
    const up = on && state.order === "up";
    return h("th", { scope: "col", class: key, "aria-sort": on ? (up ? "ascending" : "descending") : "none" },
      h("button", { type: "button", "data-sort": key,
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
    const focused = panel.contains(document.activeElement) ? document.activeElement.dataset.sort : null;
    const tools = h("div", { class: "tools" }, pager(),
      h("button", { type: "button", id: "csv", disabled: chosen.length === 0, onclick: download }, "Save as CSV"));
    KG.replace(panel, tools, chosen.length === 0 ? h("p", { class: "empty" }, "No fact passes these filters.")
      : h("table", { class: "facts" }, h("caption", { class: "unseen" }, "Facts"), h("thead", {}, heading(state)),
        h("tbody", {}, chosen.slice(page * PAGE, (page + 1) * PAGE).map(row))));
    if (focused) panel.querySelector(`[data-sort="${focused}"]`)?.focus();
  };

  KG.facts = {
    csv,
    show: (state) => {
      const key = JSON.stringify([state.sort, state.order, state.q, state.type, state.predicate, state.modality, state.filing]);
      if (key === drawn) return;
      drawn = key;
      page = 0;
      chosen = select(state);
      draw(state);
      KG.say(KG.plural(chosen.length, "fact", "facts"));
    },
  };
})();
