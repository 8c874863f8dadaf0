"use strict";
// The panel at the side: all that is known of one entity, each claim with the words that make it.
(() => {
  const { h, data } = KG;
  const panel = document.getElementById("card");
  if (!panel) return;
  let drawn = null;
  let opener = null;

  const wordsNode = (evidence) => h("figure", {},
    h("blockquote", { dir: "auto" }, evidence.quote),
    h("figcaption", {}, h("bdi", {}, evidence.section), ` · part ${evidence.part}, characters ${evidence.start.toLocaleString("en")}–${evidence.end.toLocaleString("en")}`));

  const statement = (number) => {
    const fact = data.facts[number];
    const filing = KG.filingOf(fact);
    return h("div", { class: "statement", "data-fact": fact.id },
      h("p", { class: "source" }, h("time", {}, filing.date || "undated"), " · ", h("bdi", {}, filing.registrant || filing.name),
        filing.form ? ` · ${filing.form}` : "", filing.accession ? h("span", { class: "accession" }, ` · ${filing.accession}`) : ""),
      fact.evidence.map((e) => wordsNode(data.evidence[e])),
      h("p", { class: "grounds" }, `Confidence ${fact.confidence.toFixed(2)}`, fact.reason ? h("bdi", {}, `: ${fact.reason}`) : "",
        fact.speaker ? h("bdi", {}, `. Said by ${fact.speaker}`) : "", fact.rule ? h("bdi", {}, ` · rule ${fact.rule}`) : ""));
  };

  // One claim with all the filings that make it. `side` is the entity whose card this is, and is not named again.
  const claimNode = (numbers, side, open) => {
    const fact = data.facts[numbers[0]];
    const { label, inverse } = KG.predicates.get(fact.predicate);
    const line = fact.subject === side ? [h("span", { class: "relation" }, label), " ", KG.objectNode(fact)]
      : fact.object === side ? [h("span", { class: "relation" }, inverse), " ", KG.entityButton(fact.subject)]
        : [KG.entityButton(fact.subject), " ", h("span", { class: "relation" }, label), " ", KG.objectNode(fact)];
    const dates = numbers.map((n) => KG.dateOf(data.facts[n])).filter(Boolean).sort();
    const surest = Math.max(...numbers.map((n) => data.facts[n].confidence));
    const when = dates.length === 0 ? "undated" : dates[0] === dates.at(-1) ? dates[0] : `${dates[0]} to ${dates.at(-1)}`;
    return h("li", { class: "claim" }, h("div", { class: "line" }, line, " ", KG.qualifierList(fact)),
      h("details", { open }, h("summary", {}, KG.modalityBadge(fact.modality), h("span", { class: "when" }, when),
        h("span", { class: "filings" }, numbers.length > 1 ? KG.plural(numbers.length, "quote", "quotes") : KG.filingOf(fact).form || "filing"),
        h("span", { class: "confidence", title: "Confidence" }, surest.toFixed(2))),
      [...numbers].reverse().map(statement)));
  };

  const claims = (numbers) => {
    const found = new Map();
    for (const number of numbers) {
      const key = KG.claim(data.facts[number]);
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(number);
    }
    return [...found.values()];
  };

  const order = new Map(data.predicates.map((p, i) => [p.id, i]));
  const stageOrder = (number) => data.facts[number].column ?? 0;
  const section = (title, numbers, side, open = false) => {
    if (numbers.length === 0) return null;
    const rows = claims(numbers).sort((a, b) => order.get(data.facts[a[0]].predicate) - order.get(data.facts[b[0]].predicate)
      || stageOrder(b[0]) - stageOrder(a[0]) || KG.dateOf(data.facts[b[0]]).localeCompare(KG.dateOf(data.facts[a[0]])));
    return h("section", { class: open ? "picked" : "family" }, h("h3", {}, title, h("span", { class: "count" }, rows.length)),
      h("ul", {}, rows.map((row) => claimNode(row, side, open))));
  };

  const picked = (state, number) => {
    const fact = state.fact === null ? undefined : data.facts[KG.factNumbers.get(state.fact)];
    if (fact) return section("The words behind it", KG.sameClaim(fact), number, true);
    if (!state.stage) return null;
    const at = data.columns.findIndex((column) => column.stage === state.stage);
    if (at < 0) return null;
    return section(data.columns[at].label, KG.factsOf(number).subject.filter((n) => data.facts[n].column === at), number, true);
  };

  const linkBox = () => {
    const input = h("input", { type: "text", readonly: true, id: "permalink", value: KG.state.permalink(), "aria-label": "Link to this" });
    const button = h("button", { type: "button", class: "quiet", onclick: async () => {
      input.select();
      try { await navigator.clipboard.writeText(input.value); } catch { document.execCommand("copy"); }
      button.textContent = "Copied";
      KG.say("Link copied");
      setTimeout(() => { button.textContent = "Copy link"; }, 1500);
    } }, "Copy link");
    return h("div", { class: "link" }, input, button);
  };

  const head = (entity) => h("header", {},
    h("p", { class: "kind" }, KG.typeGlyph(entity.type), entity.type),
    h("h2", { tabindex: -1, id: "card-name" }, h("bdi", {}, entity.name)),
    entity.aliases.length ? h("p", { class: "aliases" }, h("span", { class: "key" }, "also "), entity.aliases.map((alias, i) => [i ? ", " : "", h("bdi", {}, alias)])) : null,
    entity.attributes ? h("dl", { class: "attributes" }, entity.attributes.map(([key, value]) => [h("dt", {}, KG.keyText(key)), h("dd", {}, h("bdi", {}, value))])) : null,
    h("div", { class: "actions" }, linkBox(),
      KG.state.get().view === "graph" ? null : h("button", { type: "button", class: "quiet", id: "to-graph", onclick: () => KG.state.set({ view: "graph" }) }, "Show in graph")),
    h("button", { type: "button", class: "close", "aria-label": "Close details", onclick: () => KG.card.close() }, "×"));

  const body = (state, number) => {
    const { subject, object, named } = KG.factsOf(number);
    const own = [...subject, ...object];
    const family = (title) => own.filter((n) => KG.predicates.get(data.facts[n].predicate).family === title);
    return [picked(state, number), data.families.map((title) => section(title, family(title), number)),
      section("Named in other facts", named, number),
      h("p", { class: "identifier" }, h("code", {}, data.entities[number].id))];
  };

  KG.card = {
    show: (state, before) => {
      const number = state.entity === null ? undefined : KG.entityNumbers.get(state.entity);
      const open = number !== undefined;
      if (open && panel.hidden) opener = document.activeElement;
      panel.hidden = !open;
      document.body.classList.toggle("with-card", open);
      if (!open) { drawn = null; return; }
      const key = JSON.stringify([state.entity, state.fact, state.stage, state.view]);
      if (key === drawn) return;
      drawn = key;
      KG.replace(panel, head(data.entities[number]), body(state, number));
      panel.scrollTop = 0;
      // Focus follows a step taken on the page, not the tab that was changed nor the address that was opened.
      if (before.entity !== undefined && before.view === state.view) panel.querySelector("#card-name").focus({ preventScroll: true });
    },
    close: () => {
      if (panel.hidden) return false;
      KG.state.set({ entity: null, fact: null, stage: null });
      if (opener && opener.isConnected && opener !== document.body) opener.focus();
      else document.getElementById("main").focus({ preventScroll: true });
      return true;
    },
  };
})();
