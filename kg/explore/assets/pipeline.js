"use strict";
// The chart the field draws: compounds down, stages across, one mark for each state, grouped.
(() => {
  const { h, data } = KG;
  const MARKS = ["ongoing", "completed", "stated", "on-hold", "discontinued", "planned", "possible", "negated"];
  const REACHED = new Set(["ongoing", "completed", "stated", "on-hold", "discontinued"]);
  const GROUPS = { company: "Company", target: "Target", payload: "Payload", none: "None" };
  const MISSING = { company: "Company not stated", target: "Target not stated", payload: "No payload stated" };

  let groups = KG.groups(null);
  const facts = data.facts.map((fact, number) => number).filter((number) => data.facts[number].column !== undefined);

  // One row a compound, or one a compound and indication.
  const rowsOf = (chosen, split) => {
    const rows = new Map();
    for (const number of chosen) {
      const fact = data.facts[number];
      const indication = split ? KG.qualifier(fact, "indication") : null;
      const key = JSON.stringify([fact.subject, indication]);
      if (!rows.has(key)) rows.set(key, { compound: fact.subject, indication, cells: new Map() });
      const { cells } = rows.get(key);
      if (!cells.has(fact.column)) cells.set(fact.column, []);
      cells.get(fact.column).push(number);
    }
    return [...rows.values()].map((row) => {
      const states = statesOf(row);
      return { ...row, states, reached: reachedBy(states) };
    });
  };

  // What the newest filing says of a stage, for each indication: an older state does not show beside a newer one.
  const newest = (numbers) => {
    const dates = new Map();
    for (const number of numbers) {
      const key = KG.qualifier(data.facts[number], "indication") || "";
      const date = KG.dateOf(data.facts[number]);
      if (!dates.has(key) || date > dates.get(key)) dates.set(key, date);
    }
    return numbers.filter((number) =>
      KG.dateOf(data.facts[number]) === dates.get(KG.qualifier(data.facts[number], "indication") || ""));
  };

  const statesOf = (row) => {
    const states = new Map();
    for (const [column, numbers] of row.cells) {
      const marks = new Set(newest(numbers).map((number) => data.facts[number].mark));
      // "Stated" says nothing that a known status does not say better.
      if ([...marks].some((mark) => REACHED.has(mark) && mark !== "stated")) marks.delete("stated");
      states.set(column, MARKS.filter((mark) => marks.has(mark)));
    }
    return states;
  };

  const reachedBy = (states) => {
    const columns = [...states].filter(([, marks]) => marks.some((mark) => REACHED.has(mark)));
    return Math.max(-1, ...columns.map(([column]) => column).filter((column) => data.columns[column].stage !== "other"));
  };

  const matches = (row, words) => {
    if (words.length === 0) return true;
    const entity = data.entities[row.compound];
    const around = Object.keys(groups).flatMap((kind) => members(kind, row.compound).map(KG.name));
    const text = KG.foldWords([entity.name, ...entity.aliases, ...around].join(" "));
    const told = [...row.cells.values()].flat().map(KG.factText).join(" ");
    return words.every((word) => text.includes(word) || told.includes(word));
  };

  const members = (kind, compound) => groups[kind].get(compound) || [];

  const grouped = (rows, kind) => {
    if (kind === "none") return [[null, rows]];
    const found = new Map();
    for (const row of rows) {
      for (const member of groups[kind].get(row.compound) || [-1]) {
        if (!found.has(member)) found.set(member, []);
        found.get(member).push(row);
      }
    }
    const compounds = (held) => new Set(held.map((row) => row.compound)).size;
    return [...found].sort((a, b) => (a[0] < 0) - (b[0] < 0) || compounds(b[1]) - compounds(a[1]) || a[0] - b[0]);
  };

  const byProgress = (a, b) => b.reached - a.reached || Math.max(...b.cells.keys()) - Math.max(...a.cells.keys())
    || a.compound - b.compound || String(a.indication).localeCompare(String(b.indication), "en");

  const indications = (row) => {
    const knows = KG.asOf.knows(KG.state.get().asOf);
    const names = new Set();
    for (const number of KG.factsOf(row.compound).subject.filter(knows)) {
      const fact = data.facts[number];
      if (fact.predicate === "hasIndication" && fact.modality !== "negated") names.add(KG.objectText(fact));
      const value = fact.predicate === "hasStage" ? KG.qualifier(fact, "indication") : null;
      if (value) names.add(value);
    }
    return [...names];
  };

  const about = (row, kind, split) => {
    const parts = ["target", "payload", "company"].filter((other) => other !== kind)
      .map((other) => members(other, row.compound).map(KG.name).join(", ")).filter(Boolean);
    const found = split ? [row.indication === null ? "indication not stated" : row.indication] : indications(row);
    if (found.length) parts.push(found.length > 2 ? `${found.slice(0, 2).join(", ")} and ${found.length - 2} more` : found.join(", "));
    return parts;
  };

  const cell = (row, column) => {
    const numbers = row.cells.get(column);
    const marks = row.states.get(column) || [];
    const stopped = row.reached >= 0 && (row.states.get(row.reached) || []).every((m) => m === "discontinued" || m === "on-hold");
    const band = column <= row.reached ? `reached ${column === row.reached ? "last" : ""} ${stopped ? "stopped" : ""}` : "";
    if (!numbers) return h("td", { class: band });
    const { stage, label } = data.columns[column];
    const words = marks.map((mark) => KG.markWords[mark]).join(", ");
    const date = numbers.map((number) => KG.dateOf(data.facts[number])).sort().at(-1);
    const entity = data.entities[row.compound];
    const title = `${entity.name}, ${label}: ${words}. ${KG.plural(numbers.length, "statement", "statements")}${date ? `, latest ${date}` : ""}`;
    return h("td", { class: band }, h("button", { type: "button", class: "cell", "aria-label": title, title, "data-stage": stage,
      onclick: () => KG.state.set({ entity: entity.id, pick: `stage:${stage}`, fact: null }) },
    marks.map(KG.markGlyph), numbers.length > 1 ? h("span", { class: "times" }, numbers.length) : null));
  };

  const rowNode = (row, columns, kind, split) => h("tr", { class: "compound", "data-compound": data.entities[row.compound].name },
    h("th", { scope: "row" }, KG.entityButton(row.compound), h("span", { class: "about" }, about(row, kind, split).map((part) => h("bdi", {}, part)))),
    columns.map((column) => cell(row, column)));

  const chart = (parts, columns, kind, split) => h("table", { class: "pipeline" },
    h("caption", { class: "unseen" }, "Compounds by the stages that filings state"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Compound"), columns.map((column) => {
      const { label, short } = data.columns[column];
      return h("th", { scope: "col" }, h("span", { class: "long" }, label), h("abbr", { class: "short", title: label }, short));
    }))),
    parts.map(([member, rows]) => h("tbody", {},
      member === null ? null : h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: columns.length + 1 },
        member < 0 ? h("span", {}, MISSING[kind]) : KG.entityButton(member),
        h("span", { class: "count" }, KG.plural(new Set(rows.map((row) => row.compound)).size, "compound", "compounds")))),
      rows.sort(byProgress).map((row) => rowNode(row, columns, kind, split)))));

  const controls = (state) => h("div", { class: "tools" },
    h("div", { class: "choice", role: "group", "aria-label": "Group by" }, h("span", { class: "key" }, "Group by"),
      Object.entries(GROUPS).map(([group, label]) => h("button", { type: "button", "aria-pressed": String(state.group === group),
        "data-group": group, "data-again": `group-${group}`, onclick: () => KG.state.set({ group }) }, label))),
    h("label", { class: "switch" }, h("input", { type: "checkbox", id: "per-indication", checked: state.rows === "indication",
      onchange: (event) => KG.state.set({ rows: event.target.checked ? "indication" : "compound" }) }), "One row for each indication"));

  const legend = (rows) => {
    const used = new Set(rows.flatMap((row) => [...row.states.values()].flat()));
    return h("ul", { class: "legend marks", "aria-label": "Marks" }, MARKS.filter((mark) => used.has(mark))
      .map((mark) => h("li", {}, KG.markGlyph(mark), KG.markWords[mark])));
  };

  const csv = (rows, split) => [["compound", ...(split ? ["indication"] : []), "company", "target", "payload", "indications", "highest stage reached",
    "stage", "state", "statements", ...KG.csv.sourceHead, "compound id"],
  ...[...rows].sort(byProgress).flatMap((row) => [...row.states].sort((a, b) => b[0] - a[0]).flatMap(([column, marks]) => marks.map((mark) => {
    const numbers = row.cells.get(column);
    const fact = data.facts[newest(numbers).find((number) => data.facts[number].mark === mark)];
    const names = (kind) => members(kind, row.compound).map(KG.name).join("; ");
    return [KG.name(row.compound), ...(split ? [row.indication || ""] : []), names("company"), names("target"), names("payload"), indications(row).join("; "),
      row.reached < 0 ? "" : data.columns[row.reached].label, data.columns[column].label, KG.markWords[mark], numbers.length,
      ...KG.csv.source(fact), data.entities[row.compound].id];
  })))];

  const without = (state) => {
    const knows = KG.asOf.knows(state.asOf);
    const staged = new Set(facts.filter(knows).map((number) => data.facts[number].subject));
    const others = data.entities.map((entity, number) => number)
      .filter((number) => data.entities[number].type === "Compound" && !staged.has(number) && KG.factsOf(number).subject.some(knows));
    return others.length === 0 ? null : h("details", { class: "others" },
      h("summary", {}, `${KG.plural(others.length, "compound", "compounds")} without a stated stage`),
      h("p", {}, others.map((number) => KG.entityButton(number))));
  };

  const rowsFor = (state) => {
    groups = KG.groups(state.asOf);
    const test = KG.filters.test(state, ["modality", "company", "filing"]);
    const words = state.q ? KG.foldWords(state.q).split(" ").filter(Boolean) : [];
    return rowsOf(facts.filter(test), state.rows === "indication").filter((row) => matches(row, words));
  };

  KG.views.add({
    name: "pipeline",
    title: "Pipeline",
    filters: ["modality", "company", "filing", "q"],
    keys: { group: Object.keys(GROUPS), rows: ["compound", "indication"] },
    render: (state, panel) => {
      const rows = rowsFor(state);
      const used = new Set(rows.flatMap((row) => [...row.cells.keys()]));
      const columns = data.columns.map((c, number) => number).filter((n) => data.columns[n].always || used.has(n));
      KG.replace(panel, controls(state),
        rows.length ? [legend(rows), chart(grouped(rows, state.group), columns, state.group, state.rows === "indication")]
          : h("p", { class: "empty" }, facts.length ? "No stage passes these filters." : "The filings state no stage for any compound."),
        without(state));
      KG.say(KG.plural(new Set(rows.map((row) => row.compound)).size, "compound", "compounds"));
    },
    csv: (state) => csv(rowsFor(state), state.rows === "indication"),
    picks: {
      stage: (stage, entity, state) => {
        const at = data.columns.findIndex((column) => column.stage === stage);
        const knows = KG.asOf.knows(state.asOf);
        return at < 0 || entity === null ? null
          : { title: data.columns[at].label, facts: KG.factsOf(entity).subject.filter((n) => data.facts[n].column === at && knows(n)) };
      },
    },
  });
})();
