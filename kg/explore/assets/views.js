"use strict";
// The views plug in here, one script each, in the order of their tabs:
//
// KG.views.add({
//   name: "pipeline",             // in the address: #view=pipeline
//   title: "Pipeline",            // on its tab
//   filters: ["modality", "q"],   // the filters of filters.js that it heeds
//   keys: { group: ["a", "b"] },  // its own parts of the address: values allowed, the default first; [] for any text
//   uses: ["group", "entity"],    // parts of the address, other than its filters, its keys and the day, that change it
//   tools(state),                 // optional: nodes for the bar above the view, as switches of its own
//   render(state, panel, before), // draws into `panel`; called when shown and something it uses has changed
//   csv(state),                   // rows of the file that "Save as CSV" writes, the heading first; null for no button
//   picks: { … },                 // optional: see card.js
// });
(() => {
  const list = [];
  const drawn = new Map();

  KG.views = {
    add: (view) => {
      list.push({ filters: [], keys: {}, uses: [], ...view });
      for (const [kind, resolve] of Object.entries(view.picks || {})) KG.picks.set(kind, resolve);
    },
    all: () => list,
    get: (name) => list.find((view) => view.name === name),
    panel: (name) => document.getElementById(`view-${name}`),
    // Draw the view that the address names, unless nothing that it uses has changed since it was last drawn.
    draw: (state, before) => {
      const view = KG.views.get(state.view);
      const used = ["asOf", ...view.filters, ...Object.keys(view.keys), ...view.uses];
      const key = JSON.stringify(used.map((name) => state[name]));
      const bar = document.getElementById("tools");
      if (drawn.get(view.name) === key) {
        if (before.view !== state.view) KG.replace(bar, view.tools ? view.tools(state) : null);
        return;
      }
      drawn.set(view.name, key);
      const panel = KG.views.panel(view.name);
      // Drawing anew must not throw a keyboard user back to the top: whatever had the focus gets it again.
      const active = panel.contains(document.activeElement) || bar.contains(document.activeElement) ? document.activeElement : null;
      const again = active && (active.id ? `#${CSS.escape(active.id)}` : active.dataset.again ? `[data-again="${CSS.escape(active.dataset.again)}"]` : null);
      KG.replace(bar, view.tools ? view.tools(state) : null);
      view.render(state, panel, before);
      if (again && !active.isConnected) (panel.querySelector(again) || bar.querySelector(again))?.focus();
    },
    redraw: () => { drawn.clear(); KG.views.draw(KG.state.get(), KG.state.get()); },
  };
  // A switch with one of several values, for a view's tools.
  KG.choice = (label, key, values) => KG.h("div", { class: "choice", role: "group", "aria-label": label }, KG.h("span", { class: "key", "aria-hidden": "true" }, label),
    Object.entries(values).map(([value, words]) => KG.h("button", { type: "button", "aria-pressed": String(KG.state.get()[key] === value),
      [`data-${key}`]: value, "data-again": `${key}-${value}`, onclick: () => KG.state.set({ [key]: value }) }, words)));
  // Kinds of selection that a view can put into the address as pick=KIND:WHAT, shown in the panel at the side.
  KG.picks = new Map();
})();
