"use strict";
// The filters, one set for all views: menus of check boxes, and a text.
(() => {
  const { h } = KG;
  const box = document.getElementById("filters");
  const MENUS = [
    { key: "type", label: "Type", options: () => KG.data.types.map((t) => [t.id, t.plural, () => KG.typeGlyph(t.id)]),
      has: (fact) => [KG.data.entities[fact.subject].type, fact.object === null ? null : KG.data.entities[fact.object].type] },
    { key: "predicate", label: "Relation", options: () => KG.data.predicates.map((p) => [p.id, p.label]), has: (fact) => [fact.predicate] },
    { key: "modality", label: "Modality", options: () => KG.data.modalities.map((m) => [m.id, m.label]), has: (fact) => [fact.modality] },
    { key: "company", label: "Company", options: () => KG.data.entities.filter((e) => e.type === "Organization").map((e) => [e.id, e.name]),
      has: (fact) => [...KG.companiesOf(fact)].map((number) => KG.data.entities[number].id) },
    { key: "filing", label: "Filing", options: () => [...KG.data.filings].reverse().map((f) => [f.name, KG.filingLabel(f)]),
      has: (fact) => [KG.filingOf(fact).name] },
  ];
  const LONG = 25;
  const companies = KG.data.entities.some((entity) => entity.type === "Organization");
  const built = [];
  let text = null;
  let clear = null;

  const countsOf = (menu) => {
    const counts = new Map();
    for (const fact of KG.data.facts) for (const value of new Set(menu.has(fact))) counts.set(value, (counts.get(value) || 0) + 1);
    return counts;
  };

  // A menu's boxes are made when it is first opened: there may be thousands of companies.
  const fill = (one) => {
    const { menu, fieldset, inputs } = one;
    if (inputs.length) return;
    const counts = countsOf(menu);
    const chosen = KG.state.get()[menu.key];
    for (const [value, label, glyph] of menu.options().filter(([known]) => counts.has(known))) {
      const input = h("input", { type: "checkbox", value, checked: chosen.includes(value) });
      input.addEventListener("change", () =>
        KG.state.set({ [menu.key]: inputs.filter((i) => i.checked).map((i) => i.value) }));
      input.row = h("label", {}, input, glyph ? glyph() : null, h("bdi", {}, label), h("span", { class: "count" }, counts.get(value).toLocaleString("en")));
      input.words = KG.foldWords(label);
      inputs.push(input);
    }
    if (inputs.length > LONG) fieldset.append(finder(inputs, menu.label));
    fieldset.append(...inputs.map((i) => i.row));
  };
  const finder = (inputs, label) => {
    const box_ = h("input", { type: "search", class: "finder", placeholder: "Find…", "aria-label": `Find in this list: ${label}`, autocomplete: "off" });
    box_.addEventListener("input", () => {
      const words = KG.foldWords(box_.value);
      for (const input of inputs) input.row.hidden = !input.checked && !input.words.includes(words);
    });
    return box_;
  };

  const buildMenu = (menu) => {
    const summary = h("summary", {}, menu.label);
    const fieldset = h("fieldset", {}, h("legend", { class: "unseen" }, `Show only these: ${menu.label}`));
    const details = h("details", { class: "menu", "data-filter": menu.key }, summary, fieldset);
    const one = { menu, details, summary, fieldset, inputs: [] };
    details.addEventListener("toggle", () => {
      if (!details.open) return;
      fill(one);
      for (const other of built) if (other.details !== details) other.details.open = false;
    });
    built.push(one);
    return details;
  };

  KG.filters = {
    build: () => {
      text = h("input", { type: "search", id: "filter-text", placeholder: "Filter by words…", "aria-label": "Filter by words", autocomplete: "off" });
      let wait = 0;
      text.addEventListener("input", () => {
        clearTimeout(wait);
        wait = setTimeout(() => KG.state.set({ q: text.value || null }, true), 120);
      });
      clear = h("button", { type: "button", class: "quiet", id: "clear-filters",
        onclick: () => KG.state.set({ q: null, ...Object.fromEntries(MENUS.map((menu) => [menu.key, []])) }) }, "Clear filters");
      box.append(...MENUS.map(buildMenu), text, clear);
      const toggle = document.getElementById("show-filters");
      toggle.addEventListener("click", () => toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") !== "true")));
      document.addEventListener("click", (event) => {
        for (const { details } of built) if (details.open && !details.contains(event.target)) details.open = false;
      });
    },
    show: (state) => {
      const heeded = KG.views.get(state.view).filters;
      text.hidden = !heeded.includes("q");
      for (const { menu, details, summary, inputs } of built) {
        details.hidden = !heeded.includes(menu.key) || (menu.key === "company" && !companies);
        const chosen = state[menu.key].length;
        summary.textContent = chosen ? `${menu.label}: ${chosen}` : menu.label;
        summary.classList.toggle("on", chosen > 0);
        for (const input of inputs) input.checked = state[menu.key].includes(input.value);
      }
      if (document.activeElement !== text) text.value = state.q || "";
      clear.hidden = !KG.filters.active(state);
      const toggle = document.getElementById("show-filters");
      toggle.hidden = heeded.length === 0;
      toggle.classList.toggle("on", !clear.hidden);
    },
    active: (state) => Boolean(state.q) || MENUS.some((menu) => state[menu.key].length > 0),
    // Close an open menu; tell whether there was one.
    close: () => {
      const open = built.find(({ details }) => details.open);
      if (!open) return false;
      open.details.open = false;
      open.summary.focus();
      return true;
    },
    // Return a test of fact numbers: the day, and those of the filters that are named.
    test: (state, only = [...MENUS.map((menu) => menu.key), "q"]) => {
      const knows = KG.asOf.knows(state.asOf);
      const menus = MENUS.filter((menu) => only.includes(menu.key) && state[menu.key].length > 0)
        .map((menu) => [menu.has, new Set(state[menu.key])]);
      const words = only.includes("q") && state.q ? KG.foldWords(state.q).split(" ").filter(Boolean) : [];
      return (number) => {
        const fact = KG.data.facts[number];
        return knows(number) && menus.every(([has, set]) => has(fact).some((value) => set.has(value)))
          && words.every((word) => KG.factText(number).includes(word));
      };
    },
  };
})();
