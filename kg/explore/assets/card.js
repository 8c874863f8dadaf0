"use strict";
// The panel at the side: all that is known of one entity, each claim with the words that make it; and, above or instead
// of it, what was picked: a fact, or what a view names in the address as pick=KIND:WHAT. A view resolves its kinds by
// picks: { KIND: (what, entityNumber or null, state) => ({ title, facts: [numbers], note }) or null }.
(() => {
  const { h, data } = KG;
  const panel = document.getElementById("card");
  if (!panel) return;
  let drawn = null;
  let opener = null;

  const wordsNode = (evidence, number, nth) => h("figure", {},
    h("blockquote", { dir: "auto", title: "Show it in the filing", onclick: () => { if (getSelection().isCollapsed) KG.document.open(number, nth); } }, evidence.quote),
    h("figcaption", {}, h("button", { type: "button", class: "to-words", onclick: () => KG.document.open(number, nth) }, "In the filing"), " · ", h("bdi", {}, evidence.section), ` · part ${evidence.part}, characters ${evidence.start.toLocaleString("en")}–${evidence.end.toLocaleString("en")}`));

  const statement = (number) => {
    const fact = data.facts[number];
    const filing = KG.filingOf(fact);
    return h("div", { class: "statement", "data-fact": fact.id },
      h("p", { class: "source" }, h("time", {}, filing.date || "undated"), " · ", h("bdi", {}, filing.registrant || filing.name),
        filing.form ? ` · ${filing.form}` : "", filing.accession ? h("span", { class: "accession" }, ` · ${filing.accession}`) : ""),
      fact.evidence.map((e, nth) => wordsNode(data.evidence[e], number, nth)),
      h("p", { class: "grounds" }, `Confidence ${fact.confidence.toFixed(2)}`, fact.reason ? h("bdi", {}, `: ${fact.reason}`) : "",
        fact.speaker ? h("bdi", {}, `. Said by ${fact.speaker}`) : "", fact.rule ? h("bdi", {}, ` · rule ${fact.rule}`) : ""),
      curatedNote(fact));
  };

  // What a person says of a fact, where one does.
  const CURATED = { confirmed: "confirmed by a person", added: "added by a person" };
  const curatedBadge = (numbers) => [...new Set(numbers.map((n) => data.facts[n].curation?.[0]).filter(Boolean))].map((action) => h("span", { class: "badge curated" }, CURATED[action] || action));
  const curatedNote = (fact) => (fact.curation ? h("p", { class: "grounds" }, `${fact.curation[0][0].toUpperCase()}${fact.curation[0].slice(1)} by `, h("bdi", {}, fact.curation[1]), `, ${fact.curation[2]}: `, h("bdi", {}, fact.curation[3])) : null);

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
      h("details", { open }, h("summary", {}, KG.modalityBadge(fact.modality), curatedBadge(numbers), h("span", { class: "when" }, when),
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
  const section = (title, numbers, side, open = false, note = null) => {
    if (numbers.length === 0) return null;
    const rows = claims(numbers).sort((a, b) => order.get(data.facts[a[0]].predicate) - order.get(data.facts[b[0]].predicate)
      || stageOrder(b[0]) - stageOrder(a[0]) || KG.dateOf(data.facts[b[0]]).localeCompare(KG.dateOf(data.facts[a[0]])));
    return h("section", { class: open ? "picked" : "family" }, h("h3", {}, title, h("span", { class: "count" }, rows.length)),
      note ? h("p", { class: "remark" }, note) : null,
      h("ul", {}, rows.map((row) => claimNode(row, side, open && rows.length <= 6))));
  };

  const resolve = (state, number) => {
    if (!state.pick) return null;
    const at = state.pick.indexOf(":");
    const kind = KG.picks.get(state.pick.slice(0, at));
    const found = kind ? kind(state.pick.slice(at + 1), number, state) : null;
    return found && (found.facts.length || found.note) ? found : null;
  };

  const picked = (state, number, found) => {
    const fact = state.fact === null ? undefined : data.facts[KG.factNumbers.get(state.fact)];
    if (fact) return section("The words behind it", KG.sameClaim(fact).filter(KG.asOf.knows(state.asOf)), number, true);
    if (!found) return null;
    return found.facts.length ? section(found.title, found.facts, number, true, found.note)
      : h("section", { class: "picked" }, h("h3", {}, found.title), h("p", {}, found.note));
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

  const closeButton = () => h("button", { type: "button", class: "close", "aria-label": "Close details", onclick: () => KG.card.close() }, "×");

  // Spellings that differ in case and marks only are told once.
  const otherNames = (entity) => [...new Map([...entity.aliases].reverse().map((name) => [KG.fold(name), name])).entries()].reverse()
    .filter(([folded]) => folded !== KG.fold(entity.name)).map(([, name]) => name);

  const merges = (entity) => (entity.merges || []).map(({ sure, score, names, why, against }) => h("details", { class: sure ? "merge" : "merge unsure" },
    h("summary", {}, sure ? "One thing under several names" : "Perhaps one thing: ", h("span", { class: "remark" }, sure ? ` ${names.length} names, ${score.toFixed(2)}` : ` ${score.toFixed(2)}`)),
    h("p", {}, names.map((name, i) => [i ? (sure ? " = " : " / ") : "", h("bdi", {}, name)])),
    h("ul", {}, why.map((reason) => h("li", {}, h("bdi", {}, reason.words), reason.filings.length ? h("span", { class: "remark" }, ` (${reason.filings.join(", ")})`) : null,
      reason.quotes.map((quote) => h("blockquote", { dir: "auto" }, quote)))), against.map((words) => h("li", { class: "remark" }, "against: ", h("bdi", {}, words))))));

  const head = (entity) => h("header", {},
    h("p", { class: "kind" }, KG.typeGlyph(entity.type), entity.type, entity.class ? h("span", { title: "From the vocabulary, not from a filing" }, ` · ${entity.class}`) : null),
    h("h2", { tabindex: -1, id: "card-name" }, h("bdi", {}, entity.name)),
    otherNames(entity).length ? h("p", { class: "aliases" }, h("span", { class: "key" }, "also "), otherNames(entity).map((alias, i) => [i ? ", " : "", h("bdi", {}, alias)])) : null,
    entity.attributes ? h("dl", { class: "attributes" }, entity.attributes.map(([key, value]) => [h("dt", {}, KG.keyText(key)), h("dd", {}, h("bdi", {}, value))])) : null,
    entity.ids ? h("p", { class: "ids", title: "From the vocabulary, not from a filing" }, h("span", { class: "key" }, "known as "), entity.ids.map((id, i) => [i ? ", " : "", h("code", {}, id)])) : null,
    merges(entity),
    h("div", { class: "actions" }, linkBox(),
      KG.state.get().view === "graph" ? null : h("button", { type: "button", class: "quiet", id: "to-graph", onclick: () => KG.state.set({ view: "graph" }) }, "Show in graph")),
    closeButton());

  const body = (state, number) => {
    const knows = KG.asOf.knows(state.asOf);
    const { subject, object, named } = KG.factsOf(number);
    const own = [...subject, ...object].filter(knows);
    const family = (title) => own.filter((n) => KG.predicates.get(data.facts[n].predicate).family === title);
    return [picked(state, number, resolve(state, number)), h("div", { class: "glance" }, KG.glance(number, state)), data.families.map((title) => section(title, family(title), number)),
      section("Named in other facts", named.filter(knows), number),
      own.length + named.length === 0 ? h("p", { class: "remark" }, `No filing had named it by ${state.asOf}.`) : null,
      h("p", { class: "identifier" }, h("code", {}, data.entities[number].id))];
  };

  const selectionHead = (found) => h("header", {}, h("h2", { tabindex: -1, id: "card-name" }, h("bdi", {}, found.title)),
    h("div", { class: "actions" }, linkBox()), closeButton());

  KG.card = {
    show: (state, before) => {
      const number = state.entity === null ? undefined : KG.entityNumbers.get(state.entity);
      const found = number === undefined ? resolve(state, null) : null;
      const open = number !== undefined || found !== null;
      if (open && panel.hidden) opener = document.activeElement;
      panel.hidden = !open;
      document.body.classList.toggle("with-card", open);
      if (!open) { drawn = null; return; }
      const key = JSON.stringify([state.entity, state.fact, state.pick, state.view, state.asOf]);
      if (key === drawn) return;
      drawn = key;
      if (number !== undefined) KG.replace(panel, head(data.entities[number]), body(state, number));
      else KG.replace(panel, selectionHead(found), picked(state, null, { ...found, title: "What the filings say" }));
      if (state.asOf !== before.asOf && before.entity === state.entity) return;
      panel.scrollTop = 0;
      // Focus follows a step taken on the page, not the tab that was changed nor the address that was opened.
      if (before.entity !== undefined && before.view === state.view) panel.querySelector("#card-name").focus({ preventScroll: true });
    },
    close: () => {
      if (panel.hidden) return false;
      KG.state.set({ entity: null, fact: null, pick: null });
      if (opener && opener.isConnected && opener !== document.body) opener.focus();
      else document.getElementById("main").focus({ preventScroll: true });
      return true;
    },
  };
})();
