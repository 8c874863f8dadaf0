"use strict";
// What was said when: one row for each compound, events along the years, planned ones as bars as long as their time is
// uncertain. An event stands at the time that is stated for it, otherwise at the day of the report.
(() => {
  const { h, data } = KG;
  const SPANS = { all: "All", "10y": "10 years", "5y": "5 years", "2y": "2 years" };
  const MISSING = "Company not stated";
  const LETTER = 6.4;
  const LONGEST = 26;
  const ROW = 23;
  const PIECE = 8;

  const days = (day) => Date.parse(`${day}T00:00:00Z`) / 864e5;
  const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);

  const kindsOf = (state) => new Set(state.events === null ? Object.keys(KG.events.kinds) : state.events.split(","));

  const chosen = (state) => {
    const kinds = kindsOf(state);
    return KG.events.list(state, KG.filters.test(state, ["modality", "company", "filing", "q"])).filter((event) => kinds.has(event.kind));
  };

  const spanOf = (state, events) => {
    const today = days(KG.asOf.today(state.asOf) || "2000-01-01");
    const first = Math.min(today, ...events.map((e) => days(e.from)));
    const last = Math.max(today, ...events.map((e) => days(e.to)));
    const from = state.span === "all" ? first : Math.max(first, today - parseInt(state.span, 10) * 365.25);
    const pad = Math.max(20, (last - from) * 0.015);
    return { from: from - pad, to: last + pad, today };
  };

  const lanesOf = (state, events) => {
    const { company } = KG.groups(state.asOf);
    const isCompany = (n) => data.entities[n].type === "Organization";
    const groups = new Map();
    for (const event of events) {
      const group = isCompany(event.owner) ? event.owner : (company.get(event.owner) || [-1])[0];
      if (!groups.has(group)) groups.set(group, new Map());
      const lanes = groups.get(group);
      if (!lanes.has(event.owner)) lanes.set(event.owner, []);
      lanes.get(event.owner).push(event);
    }
    const newest = (lanes) => [...lanes.values()].flat().map((e) => e.said).sort().at(-1) || "";
    return [...groups].sort((a, b) => (a[0] < 0) - (b[0] < 0) || b[1].size - a[1].size || newest(b[1]).localeCompare(newest(a[1])) || a[0] - b[0])
      .map(([group, lanes]) => [group, [...lanes].sort((a, b) => (b[0] === group) - (a[0] === group) || b[1].length - a[1].length || a[0] - b[0])]);
  };

  const wordsOf = (event) => {
    const { facts, kind, label } = event;
    if (kind === "result" && facts.length > 1) return `${facts.length} ${data.facts[facts[0]].predicate === "presentedAt" ? "meetings" : "results"}`;
    if (kind === "payment" && facts.length > 1) return `${facts.length} payments`;
    return short(label);
  };

  const GLYPHS = { designation: ["polygon", { points: "8,1 10.1,5.9 15.4,6.3 11.3,9.8 12.6,15 8,12.1 3.4,15 4.7,9.8 .6,6.3 5.9,5.9" }], result: ["path", { d: "M2 14V8h3.4v6zM6.4 14V2h3.4v12zM10.8 14V5h3.4v9z" }],
    deal: ["path", { d: "M1 8 5.5 3.5v3h5v-3L15 8l-4.5 4.5v-3h-5v3z" }], payment: ["path", { d: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1m.8 11.2H7.2v-1.1c-1-.2-1.8-.8-1.9-1.9h1.5c.1.4.5.7 1.2.7.8 0 1.2-.3 1.2-.8 0-.4-.3-.6-1.4-.9-1.4-.3-2.3-.8-2.3-2 0-1 .8-1.600 1.700-1.800V3.800h1.600v1c1 .2 1.600.9 1.700 1.800H9c-.1-.4-.4-.7-1-.7-.7 0-1.100.3-1.100.7s.4.600 1.500.8c1.500.3 2.300.9 2.300 2.100 0 1-.8 1.700-1.900 1.900z" }] };
  const glyphOf = (event) => {
    if (event.kind === "stage") return KG.markGlyph(event.mark);
    const [tag, attributes] = GLYPHS[event.kind];
    const glyph = KG.picture(null, KG.svg(tag, attributes));
    glyph.classList.add("event-glyph");
    return glyph;
  };

  const fateNote = (event) => {
    if (!event.fate || event.fate.status === "open") return "";
    const by = event.fate.by === null ? null : data.facts[event.fate.by];
    const to = by && by.when && (event.fate.status === "slipped" || event.fate.status === "brought forward") ? ` to ${KG.rangeText(by.when)}` : "";
    return `${KG.events.fateWords[event.fate.status]}${to}`;
  };

  const timeWords = (event) => (event.dated ? KG.rangeText([event.from, event.to]) : `reported ${event.from}`);

  // Where events stand in a lane: none over another, each as high up as there is room.
  const place = (events, scale) => {
    const rows = [];
    return [...events].sort((a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to) || a.key.localeCompare(b.key)).map((event) => {
      const left = scale.at(Math.max(days(event.from), scale.from));
      const bar = event.dated && event.from !== event.to ? Math.max(scale.at(days(event.to) + 1) - left, 6) : 0;
      const words = wordsOf(event);
      const note = fateNote(event);
      const text = 24 + (words.length + (note ? Math.min(note.length, 24) + 2 : 0)) * LETTER;
      const flip = left + Math.max(bar, 0) + text > scale.width;
      const from = flip ? Math.max(0, left - (bar ? 0 : 8) - text) : left - (bar ? 0 : 8);
      const to = flip ? left + Math.max(bar, 8) : left + bar + text;
      let row = rows.findIndex((end) => end <= from);
      if (row < 0) row = rows.push(0) - 1;
      rows[row] = to + 4;
      return { event, left, bar, row, flip, words, note };
    });
  };

  const mark = ({ event, left, bar, row, flip, words, note }, scale) => {
    const entity = data.entities[event.owner];
    const stateWords = event.kind === "stage" ? (event.mark === "granted" ? "" : KG.markWords[event.mark]) : event.ahead ? "planned or expected" : "";
    const told = [`${entity.name}: ${words}`, stateWords, timeWords(event), note, KG.plural(event.facts.length, "statement", "statements")].filter(Boolean).join(", ");
    const classes = ["event", `kind-${event.kind}`, event.ahead ? "ahead" : "", bar ? "long" : "", flip ? "flip" : "", event.dated ? "" : "undated", event.fate ? `fate-${event.fate.status.replace(" ", "-")}` : ""];
    const button = h("button", { type: "button", class: classes.filter(Boolean).join(" "), "aria-label": told, "data-again": event.key, "data-kind": event.kind,
      onclick: () => KG.state.set({ entity: entity.id, fact: null, pick: `event:${event.facts.map((n) => data.facts[n].id).join(" ")}` }) },
    bar ? h("span", { class: "stretch" }) : null, glyphOf(event), h("span", { class: "words" }, words), note ? h("span", { class: "fate" }, note) : null);
    button.style.top = `${row * ROW + 4}px`;
    if (flip) button.style.right = `${scale.width - left - (bar || 8)}px`; else button.style.left = `${left - (bar ? 0 : 8)}px`;
    if (bar) button.querySelector(".stretch").style.width = `${bar}px`;
    return KG.tip(button, () => [h("p", {}, h("b", {}, h("bdi", {}, entity.name)), `: ${words}`), h("p", {}, [stateWords, timeWords(event), note].filter(Boolean).join(" · ")),
      KG.tipFact(KG.newestOf(event.facts)), event.facts.length > 1 ? h("p", { class: "remark" }, `The newest of ${event.facts.length} statements; click for all.`) : null]);
  };

  const lane = (owner, events, scale) => {
    const placed = place(events, scale);
    const cell = h("td", { class: "lane" }, placed.map((p) => mark(p, scale)));
    cell.style.height = `${(Math.max(0, ...placed.map((p) => p.row)) + 1) * ROW + 8}px`;
    return h("tr", { "data-lane": data.entities[owner].name }, h("th", { scope: "row" }, KG.entityButton(owner)), cell);
  };

  const axis = (scale) => {
    const years = [];
    for (let year = new Date(scale.from * 864e5).getUTCFullYear() + 1; days(`${year}-01-01`) <= scale.to; year += 1) years.push(year);
    const step = [1, 2, 5, 10, 20, 50].find((n) => (n * 365.25 * scale.width) / (scale.to - scale.from) > 46) || 100;
    const cell = h("td", { class: "axis", "aria-hidden": "true" }, years.filter((year) => year % step === 0 && scale.at(days(`${year}-01-01`)) < scale.width - 16).map((year) => {
      const label = h("span", {}, year);
      label.style.left = `${scale.at(days(`${year}-01-01`))}px`;
      return label;
    }));
    return { head: h("tr", {}, h("th", { scope: "col" }, "Compound"), cell), step };
  };

  const scaleOf = (panel, span) => {
    const wide = panel.clientWidth > 640;
    const width = Math.max(320, panel.clientWidth - parseFloat(getComputedStyle(panel).paddingLeft) * 2 - (wide ? 190 : 0));
    return { ...span, width, at: (day) => ((day - span.from) / (span.to - span.from)) * width };
  };

  const table = (state, panel, groups, scale) => {
    const { head } = axis(scale);
    const year = (365.25 * scale.width) / (scale.to - scale.from);
    const start = scale.at(days(`${new Date(scale.from * 864e5).getUTCFullYear()}-01-01`));
    const pieces = groups.flatMap(([group, lanes]) => Array.from({ length: Math.ceil(lanes.length / PIECE) }, (_, i) => ({ group, first: i === 0, lanes: lanes.slice(i * PIECE, (i + 1) * PIECE) })));
    const chart = h("table", { class: "timeline" }, h("caption", { class: "unseen" }, "Events by compound and time; each is a button that opens the words behind it"), h("thead", {}, head));
    chart.style.setProperty("--year", `${year}px`);
    chart.style.setProperty("--first", `${start}px`);
    chart.style.setProperty("--today", `${scale.at(scale.today)}px`);
    return KG.grow(chart, chart, pieces, ({ group, first, lanes }) => h("tbody", {},
      first ? h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: 2 }, group < 0 ? h("span", {}, MISSING) : KG.entityButton(group))) : null,
      lanes.map(([owner, events]) => lane(owner, events, scale))), 12);
  };

  const toggles = (state) => {
    const on = kindsOf(state);
    return h("div", { class: "choice", role: "group", "aria-label": "Show" }, Object.entries(KG.events.kinds).map(([kind, label]) =>
      h("button", { type: "button", "aria-pressed": String(on.has(kind)), "data-events": kind, "data-again": `events-${kind}`, onclick: () => {
        const next = Object.keys(KG.events.kinds).filter((k) => (k === kind ? !on.has(k) : on.has(k)));
        KG.state.set({ events: next.length === Object.keys(KG.events.kinds).length || next.length === 0 ? null : next.join(",") });
      } }, label)));
  };

  const sample = (classes) => h("span", { class: `event sample ${classes}` }, h("span", { class: "stretch" }));
  const legend = (state, events, dropped) => KG.legend("Marks",
    Object.entries(GLYPHS).filter(([kind]) => events.some((e) => e.kind === kind)).map(([kind]) => h("li", {}, glyphOf({ kind }), KG.events.kinds[kind].toLowerCase())),
    [...new Set(events.filter((e) => e.kind === "stage").map((e) => e.mark))].sort((a, b) => KG.stages.MARKS.indexOf(a) - KG.stages.MARKS.indexOf(b)).map((m) => h("li", {}, KG.markGlyph(m), KG.markWords[m])),
    h("li", {}, sample("long"), "within this time"), events.some((e) => e.ahead) ? h("li", {}, sample("long ahead"), "planned for this time") : null,
    events.some((e) => e.fate?.status === "slipped") ? h("li", {}, sample("long ahead fate-slipped"), "slipped") : null,
    events.some((e) => e.fate?.status === "overdue") ? h("li", {}, sample("long ahead fate-overdue"), "overdue") : null,
    h("li", {}, h("span", { class: "today-key" }), KG.asOf.today(state.asOf)),
    h("li", {}, "grey words: no time stated, so at the day of the first report"),
    dropped ? h("li", {}, `${KG.plural(dropped, "event", "events")} before this stretch`) : null);

  const shown = (state) => {
    const all = chosen(state);
    const span = spanOf(state, all);
    return { span, all, events: all.filter((event) => days(event.to) >= span.from) };
  };

  let width = 0;
  KG.views.add({
    name: "timeline",
    title: "Timeline",
    filters: ["modality", "company", "filing", "q"],
    keys: { span: Object.keys(SPANS), events: [] },
    tools: (state) => [KG.choice("Time", "span", SPANS), toggles(state)],
    render: (state, panel) => {
      width = panel.clientWidth;
      const { span, all, events } = shown(state);
      const scale = scaleOf(panel, span);
      KG.replace(panel, events.length ? [legend(state, events, all.length - events.length), table(state, panel, lanesOf(state, events), scale)]
        : h("p", { class: "empty" }, "No dated event passes these filters."));
      KG.say(KG.plural(events.length, "event", "events"));
    },
    csv: (state) => [["thing", "kind", "event", "from", "to", "time stated", "planned", "what became of it", ...KG.csv.sourceHead],
      ...shown(state).events.sort((a, b) => a.from.localeCompare(b.from) || a.key.localeCompare(b.key)).flatMap((event) => event.facts.map((n) => [
        KG.name(event.owner), event.kind, KG.events.labelOf(data.facts[n]), event.from, event.to, event.dated ? "yes" : "no", event.ahead ? "yes" : "no", fateNote(event),
        ...KG.csv.source(data.facts[n])]))],
    picks: {
      event: (what, entity, state) => {
        const knows = KG.asOf.knows(state.asOf);
        const numbers = what.split(" ").map((id) => KG.factNumbers.get(id)).filter((n) => n !== undefined && knows(n));
        return numbers.length ? { title: "At this point", facts: numbers } : null;
      },
    },
  });
  // The marks stand at pixels, so a new width is a new drawing.
  let wait = 0;
  window.addEventListener("resize", () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      const panel = KG.views.panel("timeline");
      if (panel && !panel.hidden && panel.clientWidth !== width) KG.views.redraw();
    }, 150);
  });
})();
