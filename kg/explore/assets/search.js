"use strict";
// The search box: any name or alias, by keyboard or pointer.
(() => {
  const { h } = KG;
  const LIMIT = 12;
  let index = null;
  let hits = [];
  let at = -1;
  let input = null;
  let list = null;

  const build = () => KG.data.entities.flatMap((entity, number) =>
    [entity.name, ...entity.aliases].map((name) => ({ number, name, folded: KG.fold(name), words: KG.foldWords(name) })));

  // 0 for the whole name, 1 for its beginning, 2 for the beginning of a word, 3 for anywhere in it; otherwise none.
  const rank = (row, folded, words) => {
    if (row.folded === folded) return 0;
    if (row.folded.startsWith(folded)) return 1;
    if (` ${row.words}`.includes(` ${words}`)) return 2;
    return row.folded.includes(folded) ? 3 : null;
  };

  const find = (typed) => {
    const folded = KG.fold(typed);
    if (!folded) return [];
    const words = KG.foldWords(typed);
    const best = new Map();
    for (const row of index) {
      const score = rank(row, folded, words);
      if (score === null) continue;
      const known = best.get(row.number);
      if (!known || score < known.score) best.set(row.number, { ...row, score });
    }
    const weight = ({ number }) => -KG.factsOf(number).subject.length - KG.factsOf(number).object.length;
    return [...best.values()].sort((a, b) => a.score - b.score || weight(a) - weight(b) || a.number - b.number).slice(0, LIMIT);
  };

  const close = () => {
    hits = [];
    at = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (hit) => {
    input.value = "";
    close();
    KG.state.set({ entity: KG.data.entities[hit.number].id, fact: null, pick: null });
  };

  const mark = (next) => {
    at = next;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", `hit-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  };

  const show = () => {
    index = index || build();
    hits = find(input.value);
    list.replaceChildren(...hits.map((hit, i) => {
      const entity = KG.data.entities[hit.number];
      return h("li", { role: "option", id: `hit-${i}`, "aria-selected": "false", onpointerdown: (e) => { e.preventDefault(); choose(hit); } },
        KG.typeGlyph(entity.type), h("bdi", {}, entity.name),
        hit.name === entity.name ? null : h("span", { class: "also" }, "also ", h("bdi", {}, hit.name)),
        h("span", { class: "kind" }, entity.type));
    }));
    if (input.value.trim() && hits.length === 0) list.append(h("li", { class: "none", role: "option", "aria-disabled": "true" }, "Nothing goes by that name here."));
    list.hidden = list.children.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(hits.length ? 0 : -1);
  };

  const onKey = (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (hits.length === 0) return;
      event.preventDefault();
      mark((at + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(hits[at]);
    } else if (event.key === "Escape" && (input.value || !list.hidden)) {
      event.stopPropagation();
      input.value = "";
      close();
    }
  };

  KG.search = {
    build: () => {
      input = document.getElementById("search");
      list = document.getElementById("hits");
      input.addEventListener("input", show);
      input.addEventListener("keydown", onKey);
      input.addEventListener("focus", () => { if (input.value) show(); });
      input.addEventListener("blur", close);
    },
    focus: () => { input.focus(); input.select(); },
  };
})();
