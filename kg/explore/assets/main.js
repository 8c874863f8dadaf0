"use strict";
// Puts the page together: views, tabs, keys.
(() => {
  if (KG.data.facts.length === 0) return;
  const VIEWS = ["pipeline", "graph", "facts"];
  const tabs = new Map(VIEWS.map((view) => [view, document.getElementById(`tab-${view}`)]));
  const panels = new Map(VIEWS.map((view) => [view, document.getElementById(`view-${view}`)]));

  const show = (state, before) => {
    for (const [view, tab] of tabs) {
      const on = view === state.view;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      panels.get(view).hidden = !on;
    }
    document.body.dataset.view = state.view;
    KG.filters.show(state);
    KG.card.show(state, before);
    KG[state.view].show(state);
  };

  for (const [view, tab] of tabs) {
    tab.addEventListener("click", () => KG.state.set({ view }));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = VIEWS[(VIEWS.indexOf(view) + step + VIEWS.length) % VIEWS.length];
      KG.state.set({ view: next });
      tabs.get(next).focus();
    });
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      KG.search.focus();
    } else if (event.key === "Escape" && !KG.filters.close() && !KG.card.close() && typing) {
      typing.blur();
    }
  });
  // The skip link moves the focus itself: the address after `#` belongs to the views.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });

  KG.filters.build();
  KG.search.build();
  KG.state.onChange(show);
  KG.state.start();
})();
