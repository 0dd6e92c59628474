/* Small comforts; every page works without them. */
(() => {
  "use strict";

  // After a form came back with faults, the summary speaks first.
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  // The open tab of a long row stands in sight.
  for (const tab of document.querySelectorAll(".views [aria-current], .desk-tabs [aria-current]")) {
    const row = tab.parentElement;
    if (tab.offsetLeft + tab.offsetWidth > row.clientWidth) row.scrollLeft = tab.offsetLeft - row.offsetLeft - 24;
  }

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.hasAttribute("data-many")) return;
    if (form.method !== "post") return;
    if (form.dataset.sent === "yes") { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  });
  // Coming back by the browser's history, forms may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // Open menus close on Escape or a press elsewhere.
  const menus = "details.firm-menu[open], details.desk-user[open], details.filter[open]";
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll(menus)) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(menus)) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // One box ticks all boxes of its table.
  document.addEventListener("change", (event) => {
    const all = event.target;
    if (!all.matches || !all.matches("[data-all]")) return;
    for (const box of document.getElementsByName(all.dataset.all)) box.checked = all.checked;
  });

  // A list that filters as soon as it is changed; its button stays for those without scripts.
  document.addEventListener("change", (event) => {
    if (event.target.form && event.target.matches("[data-send]")) event.target.form.requestSubmit();
  });

  // The PDF of a page is a press away where the browser can print.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
