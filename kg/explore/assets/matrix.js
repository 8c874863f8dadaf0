"use strict";
// Where the field stands and where nobody is: targets, payloads or indications down, stages across.
(() => {
  const { h, data } = KG;
  const BY = { target: "Target", class: "Payload class", payload: "Payload", indication: "Indication", company: "Company" };
  const MISSING = { target: "Target not stated", class: "No payload class known", payload: "No payload stated", indication: "Indication not stated", company: "Company not stated" };
  const NAMES = 3;
  const NONE = "none";

  const classOf = (payload) => data.entities[payload].class || null;
  const hasClasses = data.entities.some((entity) => entity.type === "Payload" && entity.class);

  // What a compound is counted under: [key, label, entity number or null] each.
  const headsOf = (compound, by, groups) => {
    const entities = groups[by === "class" ? "payload" : by].get(compound) || [];
    if (by !== "class") return entities.map((n) => [data.entities[n].id, KG.name(n), n]);
    return [...new Set(entities.map(classOf).filter(Boolean))].map((name) => [name, name, null]);
  };

  // For an indication the stage is that of the compound in this indication, otherwise that of the compound.
  const places = (state) => {
    const { by } = state;
    const groups = KG.groups(state.asOf);
    const test = KG.filters.test(state, ["modality", "company", "filing", "q"]);
    const chosen = KG.stages.all.filter(test);
    const rows = new Map();
    const put = (head, row, column) => {
      const [key, label, entity] = head;
      if (!rows.has(key)) rows.set(key, { key, label, entity, cells: new Map() });
      const { cells } = rows.get(key);
      if (!cells.has(column)) cells.set(column, []);
      cells.get(column).push(row);
    };
    for (const row of KG.stages.rows(chosen, by === "indication")) {
      const heads = by === "indication" ? indicationHead(row) : headsOf(row.compound, by, groups);
      const planned = Math.max(-1, ...[...row.states].filter(([, marks]) => marks.includes("planned")).map(([column]) => column));
      for (const head of heads.length ? heads : [[NONE, MISSING[by], null]]) {
        if (row.reached >= 0) put(head, { ...row, mark: row.stopped ? "stopped" : "reached" }, row.reached);
        if (planned > row.reached) put(head, { ...row, mark: "planned" }, planned);
      }
    }
    return order([...rows.values()]);
  };

  const indicationHead = (row) => {
    if (row.indication === null) return [];
    const fact = data.facts[[...row.cells.values()][0][0]];
    const entity = KG.qualifierEntity(fact, "indication");
    return [[entity === null ? row.indication : data.entities[entity].id, row.indication, entity]];
  };

  // The row with the furthest compound first, then the one with more of them.
  const order = (rows) => {
    const furthest = (row) => Math.max(-1, ...[...row.cells].filter(([, held]) => held.some((r) => r.mark === "reached")).map(([column]) => column));
    const size = (row) => new Set([...row.cells.values()].flat().map((r) => r.compound)).size;
    return rows.sort((a, b) => (a.key === NONE) - (b.key === NONE) || size(b) - size(a) || furthest(b) - furthest(a) || a.label.localeCompare(b.label, "en"));
  };

  const MARK = { reached: "ongoing", stopped: "discontinued", planned: "planned" };
  const WORD = { reached: "reached", stopped: "stopped or on hold", planned: "planned" };
  const RANK = { reached: 0, planned: 1, stopped: 2 };
  const inOrder = (held) => [...held].sort((a, b) => RANK[a.mark] - RANK[b.mark] || a.compound - b.compound);

  const cell = (row, column) => {
    const held = inOrder(row.cells.get(column) || []);
    const { label, stage } = data.columns[column];
    if (held.length === 0) return h("td", { class: "white" }, h("span", { class: "unseen" }, "none"));
    const told = held.map((r) => `${KG.name(r.compound)} (${WORD[r.mark]})`).join(", ");
    const button = h("button", { type: "button", class: "place", "aria-label": `${row.label}, ${label}: ${told}`, "data-row": row.label, "data-stage": stage, "data-again": `${row.key} ${stage}`,
      onclick: () => KG.state.set({ entity: null, fact: null, pick: `matrix:${KG.state.get().by}|${stage}|${row.key}` }) },
    h("span", { class: held.length > 1 ? "number" : "number one", "aria-hidden": "true" }, held.length),
    h("span", { class: held.length > 1 ? "names" : "names one" }, held.slice(0, NAMES).map((r) => h("span", { class: `name ${r.mark}` }, KG.markGlyph(MARK[r.mark]), h("bdi", {}, KG.name(r.compound)))),
      held.length > NAMES ? h("span", { class: "more" }, `and ${held.length - NAMES} more`) : null));
    KG.tip(button, () => [h("p", {}, h("b", {}, h("bdi", {}, row.label), `, ${label}`)),
      h("ul", {}, held.map((r) => h("li", {}, KG.markGlyph(MARK[r.mark]), " ", h("bdi", {}, KG.name(r.compound)), ` ${WORD[r.mark]}`)))]);
    return h("td", { class: `filled n${Math.min(held.filter((r) => r.mark === "reached").length, 4)}` }, button);
  };

  const columnsOf = (rows) => {
    const used = new Set(rows.flatMap((row) => [...row.cells.keys()]));
    return data.columns.map((c, number) => number).filter((n) => data.columns[n].always || used.has(n));
  };

  const table = (rows, columns, by) => {
    const body = h("tbody", {});
    const grid = h("table", { class: "matrix" },
      h("caption", { class: "unseen" }, `${BY[by]} by stage: the compounds at each stage; an empty cell is white space`),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, BY[by]), columns.map((column) => h("th", { scope: "col" },
        h("span", { class: "long" }, data.columns[column].label), h("abbr", { class: "short", title: data.columns[column].label }, data.columns[column].short))))), body);
    return KG.grow(grid, body, rows, (row) => h("tr", { "data-row": row.label },
      h("th", { scope: "row" }, row.entity === null ? h("bdi", {}, row.label) : KG.entityButton(row.entity)), columns.map((column) => cell(row, column))));
  };

  const counted = (rows, by) => {
    const named = rows.filter((row) => row.key !== NONE).length;
    return `${named.toLocaleString("en")} ${named === 1 ? BY[by].toLowerCase() : { target: "targets", class: "payload classes", payload: "payloads", indication: "indications", company: "companies" }[by]}`;
  };

  const legend = (rows, by) => KG.legend("Marks",
    h("li", {}, h("b", {}, counted(rows, by))), Object.keys(MARK).map((mark) => h("li", {}, KG.markGlyph(MARK[mark]), `${WORD[mark]}`)),
    h("li", {}, h("span", { class: "blank-key" }), "no compound: white space"),
    h("li", {}, by === "indication" ? "Each compound at its furthest stage in the indication" : "Each compound at its furthest stage, and at the furthest planned"));

  KG.views.add({
    name: "matrix",
    title: "Matrix",
    filters: ["modality", "company", "filing", "q"],
    keys: { by: Object.keys(BY) },
    tools: () => KG.choice("Stages by", "by", Object.fromEntries(Object.entries(BY).filter(([by]) => by !== "class" || hasClasses))),
    render: (state, panel) => {
      const rows = places(state);
      KG.replace(panel, rows.length ? [legend(rows, state.by), table(rows, columnsOf(rows), state.by)]
        : h("p", { class: "empty" }, "No stage passes these filters."));
      KG.say(counted(rows, state.by));
    },
    csv: (state) => {
      const rows = places(state);
      const cells = rows.flatMap((row) => columnsOf(rows).flatMap((column) => inOrder(row.cells.get(column) || []).map((held) => ({ row, column, held }))));
      return [[BY[state.by].toLowerCase(), "stage", "compound", "state", "indication", ...KG.csv.sourceHead, "compound id"], ...cells.map(({ row, column, held }) => [
        row.label, data.columns[column].label, KG.name(held.compound), WORD[held.mark], held.indication || "",
        ...KG.csv.source(data.facts[KG.newestOf(held.cells.get(column))]), data.entities[held.compound].id])];
    },
    picks: {
      matrix: (what, entity, state) => {
        const [by, stage, ...rest] = what.split("|");
        const column = data.columns.findIndex((c) => c.stage === stage);
        if (!BY[by] || column < 0) return null;
        const row = places({ ...state, by }).find((r) => r.key === rest.join("|"));
        const held = row ? inOrder(row.cells.get(column) || []) : [];
        return { title: row ? `${row.label} × ${data.columns[column].label}` : data.columns[column].label, facts: held.flatMap((r) => r.cells.get(column)),
          note: held.length ? `${KG.plural(new Set(held.map((r) => r.compound)).size, "compound", "compounds")}, with what filings say of this stage.` : "No compound stands here as of this day and with these filters." };
      },
    },
  });
})();
