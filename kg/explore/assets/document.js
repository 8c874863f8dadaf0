"use strict";
// The filing itself: its text with everything that is named and every fact that is stated marked in place, beside the
// list of its facts. One leads to the other by click and by key. All text of a filing goes in as text nodes. The text is
// there at once, so that the browser finds words in it; marks are put in where it is looked at.
(() => {
  const { h, data } = KG;
  const CHUNK = 30;
  const LAYERS = 4;
  const IDLE = { "cover": "Cover page", "risk factors": "Risk factors", "safe harbour": "Safe harbour", "form text": "Form text",
    "contacts": "Contacts", "signatures": "Signatures" };
  const names = new Map(data.filings.map((filing, number) => [filing.name, number]));
  const families = new Map(data.families.map((family, number) => [family, number]));
  const familyOf = (fact) => families.get(KG.predicates.get(data.facts[fact].predicate).family);
  let at = null;
  let marksOn = true;

  const latest = (state) => {
    const known = data.filings.map((_, number) => number).filter((number) =>
      KG.texts.factsOf(number).length && (state.asOf === null || !data.filings[number].date || data.filings[number].date <= state.asOf));
    return known.filter(KG.texts.has).at(-1) ?? known.at(-1) ?? data.filings.length - 1;
  };
  const chosen = (state) => {
    if (state.doc !== null && names.has(state.doc)) return names.get(state.doc);
    const fact = state.fact === null ? undefined : KG.factNumbers.get(state.fact);
    if (fact !== undefined) return data.facts[fact].filing;
    return state.filing.map((name) => names.get(name)).find((number) => number !== undefined) ?? latest(state);
  };

  // ── marks ──
  // Families are told apart by colour and by the pattern of the line.
  const PATTERNS = [[1, 0], [8, 3], [2, 3], [12, 2], [5, 2], [3, 6]];
  const line = (family) => {
    const [on, off] = PATTERNS[family % PATTERNS.length];
    const paint = `var(--family-${family})`;
    return off ? `repeating-linear-gradient(90deg, ${paint} 0 ${on}px, transparent ${on}px ${on + off}px)` : `linear-gradient(${paint}, ${paint})`;
  };
  const sample = (family) => {
    const swatch = h("span", { class: "swatch", "aria-hidden": "true" });
    swatch.style.backgroundImage = line(family);
    return swatch;
  };
  const underline = (element, kinds) => {
    const lines = kinds.slice(0, LAYERS);
    element.style.backgroundImage = lines.map(line).join(", ");
    element.style.backgroundPosition = lines.map((_, i) => `0 calc(100% - ${3 * (LAYERS - 1 - i)}px)`).join(", ");
  };
  const told = (fact) => {
    const { modality, confidence } = data.facts[fact];
    return `${KG.sentence(data.facts[fact])} (${KG.modalities.get(modality).label}, confidence ${confidence.toFixed(2)})`;
  };

  // Put a stretch of text into an element, cut wherever something begins or ends.
  const mark = (element, part, start, end, { places, mentions }) => {
    const inside = (span) => span.start < end && span.end > start;
    const facts = places.filter(inside);
    const named = marksOn ? mentions.filter(inside) : [];
    const cuts = new Set([start, end]);
    for (const span of [...facts, ...named]) cuts.add(Math.max(start, span.start)).add(Math.min(end, span.end));
    const sorted = [...cuts].sort((a, b) => a - b);
    const nodes = [];
    for (let i = 0; i + 1 < sorted.length; i += 1) {
      const [from, to] = [sorted[i], sorted[i + 1]];
      const over = facts.filter((span) => span.start <= from && span.end >= to);
      // A name may lie within another, such as an antibody's in that of its conjugate: the whole is what is spoken of.
      const around = named.filter((span) => span.start <= from && span.end >= to).sort((a, b) => (b.end - b.start) - (a.end - a.start));
      nodes.push(piece(part.text.slice(from, to), over, around, from));
    }
    element.replaceChildren(...nodes);
  };
  const piece = (text, over, around, from) => {
    const [name] = around;
    if (!over.length && !name) return document.createTextNode(text);
    const element = h("span", { class: [over.length ? "said" : "", name ? `mention type-${name.type}` : ""].filter(Boolean).join(" ") });
    if (over.length) {
      element.dataset.facts = [...new Set(over.map((span) => span.fact))].join(" ");
      element.dataset.places = over.map((span) => span.id).join(" ");
      underline(element, [...new Set(over.map((span) => familyOf(span.fact)))].sort((a, b) => a - b));
    }
    if (name) {
      if (name.entity !== null && name.entity !== undefined) element.dataset.entity = name.entity;
      // The signs stand in the padding, so that no line ends between a sign and its name.
      const begun = [...new Set(around.filter((span) => span.start === from).map((span) => span.type))];
      element.style.paddingLeft = `${0.78 * begun.length}em`;
      begun.forEach((type, i) => {
        const glyph = KG.typeGlyph(type);
        glyph.style.left = `${0.78 * i}em`;
        element.append(glyph);
      });
    }
    element.title = [...around.map((span) => `${span.name} (${span.type})`), ...[...new Set(over.map((span) => span.fact))].slice(0, 6).map(told)].join("\n");
    element.append(text);
    return element;
  };

  // ── text ──
  const tableOf = (part, { table }) => {
    const row = (cells, tag) => {
      const made = [];
      for (let i = 0; i < cells.length; i += 2) {
        const cell = h(tag, tag === "th" ? { scope: "col" } : {}, part.text.slice(cells[i], cells[i + 1]));
        cell.span = [cells[i], cells[i + 1]];
        made.push(cell);
      }
      return h("tr", {}, made);
    };
    return h("div", { class: "wide", tabindex: 0, role: "group", "aria-label": "Table" }, h("table", {},
      table.head ? h("thead", {}, table.rows.slice(0, table.head).map((cells) => row(cells, "th"))) : null,
      h("tbody", {}, table.rows.slice(table.head).map((cells) => row(cells, "td")))));
  };
  const blockOf = (part, block) => {
    if (block.table) return tableOf(part, block);
    const tag = block.kind === "heading" ? `h${Math.min(6, 2 + Math.max(1, block.level))}` : "p";
    const element = h(tag, { class: block.kind === "list item" ? `item deep-${Math.min(4, Math.max(1, block.level))}` : null,
      role: block.kind === "list item" ? "listitem" : null, dir: "auto" }, part.text.slice(block.start, block.end));
    element.span = [block.start, block.end];
    return element;
  };
  const blocksOf = (part, blocks, before) => {
    let idle = before;
    return blocks.flatMap((block) => {
      const element = blockOf(part, block);
      if (block.idle) element.classList.add("idle");
      const label = block.idle && block.idle !== idle ? h("p", { class: "idle-label" }, `${IDLE[block.idle] || block.idle} · not read for facts`) : null;
      idle = block.idle;
      return label ? [label, element] : [element];
    });
  };

  // Blocks in chunks: what is off the screen is neither laid out nor marked.
  const chunksOf = (text) => {
    const chunks = [];
    const parts = text.parts.map((part, number) => {
      const made = [];
      for (let i = 0; i < part.blocks.length; i += CHUNK) {
        const blocks = part.blocks.slice(i, i + CHUNK);
        const element = h("div", { class: "chunk" }, blocksOf(part, blocks, i ? part.blocks[i - 1].idle : null));
        element.style.containIntrinsicSize = `auto ${Math.max(60, Math.round((blocks.at(-1).end - blocks[0].start) * 0.42))}px`;
        chunks.push({ part: number, start: blocks[0].start, end: blocks.at(-1).end, element, marked: false });
        made.push(element);
      }
      const title = [part.type, part.title].filter((words, i, all) => words && all.indexOf(words) === i).join(" · ");
      return h("section", { class: "part", "data-part": part.id }, h("h2", {}, h("bdi", {}, title || part.id)), made);
    });
    return { parts, chunks };
  };
  const markChunk = (chunk) => {
    if (chunk.marked) return;
    chunk.marked = true;
    const part = at.text.parts[chunk.part];
    const near = (span) => span.start < chunk.end && span.end > chunk.start;
    const spans = { places: at.places.filter((span) => span.part === chunk.part && near(span)), mentions: part.mentions.filter(near) };
    for (const element of chunk.element.querySelectorAll("*")) if (element.span) mark(element, part, ...element.span, spans);
    paint(chunk.element);
  };

  // ── list ──
  const rowOf = (fact, number) => {
    const row = data.facts[fact];
    const value = row.object === null ? row.value : KG.name(row.object);
    return h("li", {}, h("button", { type: "button", class: "row", "data-fact": row.id, "data-number": number, tabindex: -1,
      onclick: () => (at.current === number ? openCard() : choose(number, true)) },
    sample(familyOf(fact)), h("span", { class: "claim-line" }, h("bdi", {}, KG.name(row.subject)), " ", h("span", { class: "relation" }, KG.predicates.get(row.predicate).label), " ", h("bdi", { class: "value" }, value)),
    h("span", { class: "confidence", title: "Confidence" }, row.confidence.toFixed(2)),
    row.modality === "asserted" && !row.qualifiers.length ? null
      : h("span", { class: "more" }, row.modality === "asserted" ? null : KG.modalityBadge(row.modality), h("bdi", {}, KG.qualifierLine(row)))));
  };

  const header = (filing) => h("header", { class: "doc-head" },
    h("p", { class: "source" }, [filing.registrant || filing.name, filing.form, filing.date || "undated", filing.accession].filter(Boolean).flatMap((words, i) => [i ? " · " : "", h("bdi", {}, words)])));

  const legend = () => h("details", { class: "legend doc-legend" }, h("summary", {}, "Legend"),
    h("div", {}, h("ul", {}, h("li", { class: "key" }, "Words that state facts"), data.families.map((family, number) => h("li", {}, sample(number), family))), h("ul", {}, h("li", { class: "key" }, "Names"), data.types.map(({ id }) => h("li", {}, KG.typeGlyph(id), id)))));

  const picker = (number) => {
    const options = [...data.filings.keys()].reverse().filter((n) => KG.texts.factsOf(n).length);
    const select = h("select", { id: "doc-filing", "aria-label": "Filing" }, options.map((n) =>
      h("option", { value: data.filings[n].name, selected: n === number }, `${KG.filingLabel(data.filings[n])}${KG.texts.has(n) ? "" : " (quotes only)"}`)));
    select.addEventListener("change", () => KG.state.set({ doc: select.value, fact: null, at: null, ...(KG.state.get().entity ? {} : { pick: null }) }));
    return select;
  };

  // A way through long filings: their headings, those of stretches that nothing is read from left out.
  const contents = (text) => {
    const headings = text.parts.flatMap((part, number) => [
      ...(text.parts.length > 1 ? [{ part: number, start: part.blocks[0]?.start ?? 0, words: part.title || part.type, level: 0 }] : []),
      ...part.blocks.filter((block) => block.kind === "heading" && !block.idle)
        .map(({ start, end, level }) => ({ part: number, start, words: part.text.slice(start, end), level: Math.max(1, level) }))]);
    if (headings.length < 4) return null;
    const select = h("select", { id: "doc-contents", "aria-label": "Go to a heading" }, h("option", { value: "" }, "Contents…"),
      headings.map(({ words, level }, i) => h("option", { value: i }, `${"\u2003".repeat(Math.min(3, level))}${words.length > 70 ? `${words.slice(0, 69)}…` : words}`)));
    select.addEventListener("change", () => {
      const to = headings[Number(select.value)];
      const chunk = to && at.chunks.find((one) => one.part === to.part && one.start <= to.start && to.start < one.end);
      const target = chunk && [...chunk.element.children].find((element) => element.span && element.span[0] === to.start);
      if (target) reach(target, "start");
      select.value = "";
    });
    return select;
  };

  const tools = (text) => {
    const number = text.filing;
    const toggle = h("input", { type: "checkbox", id: "doc-mentions", checked: marksOn });
    toggle.addEventListener("change", () => { marksOn = toggle.checked; remark(); });
    return h("div", { class: "tools doc-tools" }, picker(number), contents(text),
      h("div", { class: "steps", role: "group", "aria-label": "Facts" },
        h("button", { type: "button", id: "doc-prev", title: "Previous fact (p)", "aria-label": "Previous fact", onclick: () => step(-1) }, "‹"),
        h("span", { id: "doc-position", class: "told" }),
        h("button", { type: "button", id: "doc-next", title: "Next fact (n)", "aria-label": "Next fact", onclick: () => step(1) }, "›")),
      h("label", { class: "switch" }, toggle, "Names"), legend(), h("button", { type: "button", class: "now", id: "doc-now", onclick: openCard, hidden: true }));
  };

  const build = (panel, text, test) => {
    const places = KG.texts.places(text, test);
    places.forEach((place, id) => { place.id = id; });
    const rank = new Map();
    for (const place of places) if (!rank.has(place.fact)) rank.set(place.fact, rank.size);
    const unplaced = KG.texts.factsOf(text.filing).filter((fact) => test(fact) && !rank.has(fact));
    const facts = [...rank.keys(), ...unplaced];
    at = { ...at, text, places, facts, current: null, watcher: null };
    const { parts, chunks } = chunksOf(text);
    const filing = data.filings[text.filing];
    const area = h("div", { class: "doc-text", id: "doc-text", tabindex: 0, role: "document", "aria-label": `Text of ${KG.filingLabel(filing)}`,
      "aria-describedby": "doc-keys", onclick: onClick }, header(filing), text.why ? h("p", { class: "doc-note", role: "note" }, text.why) : null, parts);
    const list = h("ol", { class: "doc-facts", "aria-label": "Facts of this filing, in the order of the text", onkeydown: onListKey }, facts.map(rowOf));
    KG.replace(panel, tools(text), h("div", { class: "reader" }, area,
      h("div", { class: "doc-side" }, h("h3", {}, KG.plural(facts.length, "fact", "facts"), facts.length ? null : h("span", { class: "count" }, " no fact here passes the filters")), list)),
    h("p", { class: "unseen", id: "doc-keys" }, "n and p go to the next and the previous fact, Enter opens its card."));
    at = { ...at, chunks, area, list, position: panel.querySelector("#doc-position"), now: panel.querySelector("#doc-now") };
    at.watcher = new IntersectionObserver((seen) => {
      for (const { isIntersecting, target } of seen) if (isIntersecting) markChunk(at.chunks.find((chunk) => chunk.element === target) || { marked: true });
    }, { rootMargin: "1200px 0px" });
    for (const chunk of chunks) at.watcher.observe(chunk.element);
    if (list.firstChild) list.firstChild.firstChild.tabIndex = 0;
    tell();
  };
  // Mark everything anew, as after a switch.
  const remark = () => {
    for (const chunk of at.chunks) {
      const was = chunk.marked;
      chunk.marked = false;
      if (was) markChunk(chunk);
    }
  };

  // ── going from facts to words and back ──
  const tell = () => {
    at.position.textContent = at.current === null ? KG.plural(at.facts.length, "fact", "facts") : `${(at.current + 1).toLocaleString("en")} of ${at.facts.length.toLocaleString("en")}`;
    at.now.hidden = at.current === null;
    at.now.textContent = at.current === null ? "" : told(at.facts[at.current]);
  };
  const paint = (element) => {
    const fact = at.current === null ? null : String(at.facts[at.current]);
    const entity = KG.state.get().entity;
    const here = entity === null ? undefined : KG.entityNumbers.get(entity);
    for (const span of element.querySelectorAll(".said, .mention")) {
      span.classList.toggle("on", fact !== null && (span.dataset.facts || "").split(" ").includes(fact));
      span.classList.toggle("here", here !== undefined && span.dataset.entity === String(here));
    }
  };
  const reach = (target, block) => {
    at.sought = target;
    target.scrollIntoView({ block });
    // What comes into sight takes its true height only then, and moves what stands below it.
    const look = (frames) => requestAnimationFrame(() => {
      if (!target.isConnected || at.sought !== target) return;
      const box = target.getBoundingClientRect();
      if (box.top < 40 || box.bottom > window.innerHeight - 20) target.scrollIntoView({ block });
      if (frames > 1) look(frames - 1);
    });
    look(6);
  };
  const reveal = (place) => {
    const chunk = at.chunks.find((one) => one.part === place.part && one.start <= place.start && place.start < one.end);
    if (!chunk) return;
    markChunk(chunk);
    const target = chunk.element.querySelector(`[data-places~="${place.id}"]`);
    if (!target) return;
    reach(target, "center");
  };
  // The list alone scrolls, and again once its rows have their true heights.
  const toRow = (row) => {
    const look = (frames) => {
      const [box, list] = [row.getBoundingClientRect(), at.list.getBoundingClientRect()];
      if (box.top < list.top || box.bottom > list.bottom) at.list.scrollTop += (box.top + box.bottom - list.top - list.bottom) / 2;
      if (frames) requestAnimationFrame(() => { if (row.isConnected && row.hasAttribute("aria-current")) look(frames - 1); });
    };
    look(3);
  };
  const show = (number, nth) => {
    at.current = number;
    for (const row of at.list.querySelectorAll("[aria-current]")) { row.removeAttribute("aria-current"); row.tabIndex = -1; }
    if (number !== null) {
      const row = at.list.children[number].firstChild;
      row.setAttribute("aria-current", "true");
      for (const other of at.list.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
      row.tabIndex = 0;
      toRow(row);
      const own = at.places.filter((place) => place.fact === at.facts[number]);
      const place = own.find((one) => one.nth === nth) || own.find((one) => one.nth === 0) || own[0];
      if (place) reveal(place);
    }
    for (const chunk of at.chunks) if (chunk.marked) paint(chunk.element);
    tell();
  };
  // Choose a fact of the list, by its number there: the address follows, and with it everything else.
  const choose = (number, loud) => {
    const fact = data.facts[at.facts[number]];
    const { entity } = KG.state.get();
    KG.state.set({ doc: data.filings[at.text.filing].name, fact: fact.id, at: null, ...(entity === null ? {} : { entity: data.entities[fact.subject].id, pick: null }) }, !loud);
    KG.say(`Fact ${number + 1} of ${at.facts.length}: ${told(at.facts[number])}. ${data.evidence[fact.evidence[0]].quote}`);
  };
  const step = (by) => {
    if (!at || !at.facts.length) return;
    choose(at.current === null ? (by > 0 ? 0 : at.facts.length - 1) : (at.current + by + at.facts.length) % at.facts.length, false);
  };
  const openCard = () => {
    if (at.current === null) return;
    const fact = data.facts[at.facts[at.current]];
    KG.state.set({ entity: data.entities[fact.subject].id, fact: fact.id, pick: null });
  };

  const onClick = (event) => {
    const span = event.target.closest("[data-facts], [data-entity]");
    if (!span || !getSelection().isCollapsed) return;
    if (span.dataset.entity !== undefined && !(event.target.closest(".on") && span.dataset.facts === undefined)) {
      KG.state.set({ entity: data.entities[Number(span.dataset.entity)].id, pick: null });
      return;
    }
    if (span.dataset.facts === undefined) return;
    // The facts stated by these words, one after the other with each click.
    const here = span.dataset.facts.split(" ").map((fact) => at.facts.indexOf(Number(fact))).sort((a, b) => a - b);
    choose(here[(here.indexOf(at.current) + 1) % here.length], true);
  };
  const onListKey = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    step(by);
    at.list.children[at.current].firstChild.focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    if (KG.state.get().view !== "document" || !at || !at.area || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest && event.target.closest("input, textarea, select, #card")) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "Enter" && (event.target === at.area || event.target === document.body)) openCard();
    else return;
    event.preventDefault();
  });

  const select = (state, before) => {
    const fact = state.fact === null ? undefined : KG.factNumbers.get(state.fact);
    const number = fact === undefined ? -1 : at.facts.indexOf(fact);
    const nth = state.at === null ? null : Number(state.at);
    // A card that closes takes the fact out of the address; the words stay marked.
    if (number < 0 && at.current !== null && before.fact && state.fact === null) { show(at.current, nth); return; }
    show(number < 0 ? null : number, nth);
  };

  KG.document = {
    // Go to the words of a fact; `nth` counts its pieces of evidence.
    open: (fact, nth = 0) => KG.state.set({ view: "document", doc: KG.filingOf(data.facts[fact]).name, fact: data.facts[fact].id, at: nth ? String(nth) : null }),
    // For tests and for curious readers at the console.
    inside: () => at,
  };

  KG.views.add({
    name: "document", title: "Document", filters: ["predicate", "modality", "q"], keys: { doc: [], at: [] }, uses: ["fact", "entity", "filing"],
    render: (state, panel, before) => {
      const number = chosen(state);
      const key = JSON.stringify([number, state.predicate, state.modality, state.q, state.asOf]);
      if (at && at.key === key) { if (at.area) select(state, before); return; }
      if (at && at.watcher) at.watcher.disconnect();
      at = { key, area: null };
      KG.replace(panel, h("p", { class: "empty", role: "status" }, "Opening the filing…"));
      const test = KG.filters.test(state, ["predicate", "modality", "q"]);
      KG.texts.open(number).then((text) => {
        if (at.key !== key) return;
        build(panel, text, test);
        select(KG.state.get(), {});
      });
    },
    csv: (state) => {
      const head = ["subject", "predicate", "object", "qualifiers", ...KG.csv.sourceHead, "text start", "text end"];
      if (!at || !at.places) return [head];
      const rows = at.facts.map((number) => {
        const fact = data.facts[number];
        const place = at.places.find((one) => one.fact === number && one.nth === 0);
        return [KG.name(fact.subject), fact.predicate, KG.objectText(fact), fact.qualifiers.map(([k, v]) => `${k}=${v}`).join("; "),
          ...KG.csv.source(fact), place ? place.start : "", place ? place.end : ""];
      });
      return [head, ...rows];
    },
  });
})();
