"use strict";
// Puts the page together: tabs, panels, keys.
(() => {
  if (KG.data.facts.length === 0) return;
  const { h } = KG;
  const main = document.getElementById("main");
  const tabs = new Map();
  const save = document.getElementById("csv");

  const go = (name) => {
    KG.state.set({ view: name });
    tabs.get(name).focus();
  };
  const onTabKey = (event, name) => {
    const names = [...tabs.keys()];
    const at = names.indexOf(name);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    go(names[(next + names.length) % names.length]);
  };

  for (const { name, title } of KG.views.all()) {
    const tab = h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `view-${name}`,
      onclick: () => KG.state.set({ view: name }), onkeydown: (event) => onTabKey(event, name) }, title);
    tabs.set(name, tab);
    document.getElementById("tabs").append(tab);
    main.append(h("section", { id: `view-${name}`, role: "tabpanel", "aria-labelledby": `tab-${name}`, hidden: true }));
  }

  const show = (state, before) => {
    KG.tip.hide();
    for (const [name, tab] of tabs) {
      const on = name === state.view;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      KG.views.panel(name).hidden = !on;
      if (on && before.view !== state.view) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    document.body.dataset.view = state.view;
    KG.asOf.show(state);
    KG.filters.show(state);
    KG.card.show(state, before);
    KG.views.draw(state, before);
    save.hidden = !KG.views.get(state.view).csv;
  };

  save.addEventListener("click", () => {
    const { name, csv } = KG.views.get(KG.state.get().view);
    const day = KG.state.get().asOf;
    const rows = csv(KG.state.get());
    KG.csv.save(day ? `${name}-as-of-${day}` : name, rows);
    KG.say(`Saved ${KG.plural(rows.length - 1, "row", "rows")}`);
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select");
    if (event.key === "/" && !(typing && typing.type !== "range") && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      KG.search.focus();
    } else if (event.key === "Escape" && !KG.tip.close() && !KG.filters.close() && !KG.card.close() && typing) {
      typing.blur();
    }
  });
  // The skip link moves the focus itself: the address after `#` belongs to the views.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });

  KG.asOf.build();
  KG.filters.build();
  KG.search.build();
  KG.state.onChange(show);
  KG.state.start(KG.data.start);
})();
