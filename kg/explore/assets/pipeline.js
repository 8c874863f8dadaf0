"use strict";
// The chart the field draws: compounds down, stages across, one mark for each state, grouped.
(() => {
  const { h, data } = KG;
  const GROUPS = { company: "Company", target: "Target", payload: "Payload", none: "None" };
  const KIND = { company: "Organization", target: "Target", payload: "Payload" };
  const MISSING = { company: "Company not stated", target: "Target not stated", payload: "No payload stated" };

  let groups = KG.groups(null);
  const { MARKS, all: facts, newest, byProgress } = KG.stages;
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
    // The group with the furthest compound first; of those as far, the one with more compounds.
    const compounds = (held) => new Set(held.map((row) => row.compound)).size;
    const furthest = (held) => Math.max(-1, ...held.filter((row) => !row.stopped).map((row) => row.reached));
    return [...found].sort((a, b) => (a[0] < 0) - (b[0] < 0) || furthest(b[1]) - furthest(a[1]) || compounds(b[1]) - compounds(a[1]) || a[0] - b[0]);
  };

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

  const few = (names, most) => (names.length > most ? `${names.slice(0, most).join(", ")} and ${names.length - most} more` : names.join(", "));
  // Under a compound's name: what it binds, carries and treats, and whose it is, save what the group says already.
  const about = (row, kind, split) => {
    const parts = ["target", "payload", "company"].filter((other) => other !== kind)
      .map((other) => [KIND[other], few(members(other, row.compound).map(KG.name), 2)]);
    const found = split ? [row.indication === null ? "indication not stated" : row.indication] : indications(row);
    parts.push(["Indication", few(found, 2)]);
    return parts.filter(([, text]) => text).map(([type, text]) => h("span", { class: "part", title: type }, KG.typeGlyph(type), h("bdi", {}, text)));
  };

  const cell = (row, column) => {
    const numbers = row.cells.get(column);
    const marks = row.states.get(column) || [];
    const band = column <= row.reached ? `reached ${column === row.reached ? "last" : ""} ${row.stopped ? "stopped" : ""}` : "";
    if (!numbers) return h("td", { class: band });
    const { stage, label } = data.columns[column];
    const words = marks.map((mark) => KG.markWords[mark]).join(", ");
    const date = numbers.map((number) => KG.dateOf(data.facts[number])).sort().at(-1);
    const entity = data.entities[row.compound];
    const title = `${entity.name}, ${label}: ${words}. ${KG.plural(numbers.length, "statement", "statements")}${date ? `, latest ${date}` : ""}`;
    const button = h("button", { type: "button", class: "cell", "aria-label": title, "data-stage": stage, "data-again": `${entity.id} ${row.indication} ${stage}`,
      onclick: () => KG.state.set({ entity: entity.id, pick: `stage:${stage}`, fact: null }) },
    marks.map(KG.markGlyph), numbers.length > 1 ? h("span", { class: "times" }, numbers.length) : null);
    KG.tip(button, () => [h("p", {}, h("b", {}, h("bdi", {}, entity.name), `, ${label}`), `: ${words}`), KG.tipFact(KG.newestOf(newest(numbers))),
      numbers.length > 1 ? h("p", { class: "remark" }, `The newest of ${numbers.length} statements; click for all.`) : null]);
    return h("td", { class: band }, button);
  };

  const since = (row) => {
    if (!row.since) return h("td", { class: "since" }, h("span", { class: "remark" }, "not reached"));
    const words = row.since.stated ? "as a filing dates it" : "first reported on this day; no earlier date said";
    return h("td", { class: "since", title: words }, row.since.stated ? null : h("span", { class: "remark" }, "by "), h("time", {}, row.since.text));
  };

  const rowNode = (row, columns, kind, split) => h("tr", { class: "compound", "data-compound": data.entities[row.compound].name },
    h("th", { scope: "row" }, KG.entityButton(row.compound), h("span", { class: "about" }, about(row, kind, split))),
    columns.map((column) => cell(row, column)), since(row));

  const PIECE = 12;
  // Groups, in pieces of some rows; the first piece of each has the heading.
  const pieces = (parts) => parts.flatMap(([member, rows]) => {
    const sorted = rows.sort(byProgress);
    return Array.from({ length: Math.ceil(sorted.length / PIECE) }, (_, i) => ({ member, size: i ? null : new Set(rows.map((row) => row.compound)).size, rows: sorted.slice(i * PIECE, (i + 1) * PIECE) }));
  });

  const heading = ({ member, size }, columns, kind) => h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: columns.length + 1 },
    member < 0 ? h("span", {}, MISSING[kind]) : KG.entityButton(member), h("span", { class: "count" }, KG.plural(size, "compound", "compounds"))), h("td", { class: "since" }));

  const chart = (parts, columns, kind, split) => {
    const table = h("table", { class: "pipeline" },
      h("caption", { class: "unseen" }, "Compounds by the stages that filings state"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Compound"), columns.map((column) => {
        const { label, short } = data.columns[column];
        return h("th", { scope: "col" }, h("span", { class: "long" }, label), h("abbr", { class: "short", title: label }, short));
      }), h("th", { scope: "col", class: "since", title: "Since when the furthest stage is reached: as a filing dates it, else the day by which it was first reported" }, "Since"))));
    return KG.grow(table, table, pieces(parts), (piece) => h("tbody", {},
      piece.size === null || piece.member === null ? null : heading(piece, columns, kind), piece.rows.map((row) => rowNode(row, columns, kind, split))), 16);
  };

  const controls = (state) => [KG.choice("Group by", "group", GROUPS),
    h("label", { class: "switch" }, h("input", { type: "checkbox", id: "per-indication", checked: state.rows === "indication",
      onchange: (event) => KG.state.set({ rows: event.target.checked ? "indication" : "compound" }) }), "Row per indication")];

  const legend = (rows) => {
    const used = new Set(rows.flatMap((row) => [...row.states.values()].flat()));
    return KG.legend("Marks", MARKS.filter((mark) => used.has(mark))
      .map((mark) => h("li", {}, KG.markGlyph(mark), KG.markWords[mark])));
  };

  const csv = (rows, split) => [["compound", ...(split ? ["indication"] : []), "company", "target", "payload", "indications", "highest stage reached", "since",
    "stage", "state", "statements", ...KG.csv.sourceHead, "compound id"],
  ...[...rows].sort(byProgress).flatMap((row) => [...row.states].sort((a, b) => b[0] - a[0]).flatMap(([column, marks]) => marks.map((mark) => {
    const numbers = row.cells.get(column);
    const fact = data.facts[newest(numbers).find((number) => data.facts[number].mark === mark)];
    const names = (kind) => members(kind, row.compound).map(KG.name).join("; ");
    return [KG.name(row.compound), ...(split ? [row.indication || ""] : []), names("company"), names("target"), names("payload"), indications(row).join("; "),
      row.reached < 0 ? "" : data.columns[row.reached].label, row.since ? row.since.text : "", data.columns[column].label, KG.markWords[mark], numbers.length,
      ...KG.csv.source(fact), data.entities[row.compound].id];
  })))];

  const without = (state) => {
    const knows = KG.asOf.knows(state.asOf);
    const staged = new Set(facts.filter(knows).map((number) => data.facts[number].subject));
    const others = data.entities.map((entity, number) => number)
      .filter((number) => data.entities[number].type === "Compound" && !staged.has(number) && KG.factsOf(number).subject.some(knows));
    if (others.length === 0) return null;
    const list = h("p", {});
    const fill = () => { if (!list.firstChild) list.append(...others.map((number) => KG.entityButton(number))); };
    return h("details", { class: "others", ontoggle: fill },
      h("summary", {}, `${KG.plural(others.length, "compound", "compounds")} without a stated stage`), list);
  };

  const rowsFor = (state) => {
    groups = KG.groups(state.asOf);
    const test = KG.filters.test(state, ["modality", "company", "filing"]);
    const words = state.q ? KG.foldWords(state.q).split(" ").filter(Boolean) : [];
    return KG.stages.rows(facts.filter(test), state.rows === "indication").filter((row) => matches(row, words));
  };

  KG.views.add({
    name: "pipeline",
    title: "Pipeline",
    filters: ["modality", "company", "filing", "q"],
    keys: { group: Object.keys(GROUPS), rows: ["compound", "indication"] },
    tools: controls,
    render: (state, panel) => {
      const rows = rowsFor(state);
      const used = new Set(rows.flatMap((row) => [...row.cells.keys()]));
      const columns = data.columns.map((c, number) => number).filter((n) => data.columns[n].always || used.has(n));
      KG.replace(panel,
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
