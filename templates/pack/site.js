// What the pages of a pack can do besides being read: search, filters, and the menu on a telephone. Without this script every page is whole.
(function () {
  "use strict";
  var body = document.body;
  var root = body.dataset.root;
  body.classList.add("scripted");
  function element(name, text) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    return made;
  }
  function folded(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  var menu = document.querySelector(".menu");
  var chapters = document.getElementById("chapters");
  var narrow = window.matchMedia("(max-width: 56rem)");
  function fit() { menu.hidden = !narrow.matches; }
  narrow.addEventListener("change", fit);
  fit();
  menu.addEventListener("click", function () {
    menu.setAttribute("aria-expanded", String(chapters.classList.toggle("shown")));
  });
  var current = chapters.querySelector("[aria-current]");
  if (current && !narrow.matches) {
    chapters.scrollTop = Math.max(0, current.offsetTop - chapters.clientHeight / 2);
  }

  // Search: the index is a file of its own, read when somebody is about to search.
  var box = document.querySelector(".search");
  var input = document.getElementById("search");
  var list = document.getElementById("found");
  var count = document.getElementById("found-count");
  var index = null;
  var asked = false;
  var chosen = -1;
  box.hidden = false;
  function load() {
    if (asked) { return; }
    asked = true;
    var script = element("script");
    script.src = root + "site/assets/search.js";
    script.addEventListener("load", function () {
      index = window.ismsSearch.map(function (page) {
        return { page: page, id: folded(page.i), title: folded(page.t), text: folded(page.x) };
      });
      search();
    });
    document.head.append(script);
  }
  function weight(entry, words) {
    var sum = 0;
    for (var at = 0; at < words.length; at += 1) {
      var word = words[at];
      if (entry.id === word) { sum += 100; }
      else if (entry.id && entry.id.startsWith(word)) { sum += 40; }
      else if (entry.title.includes(word)) { sum += 20; }
      else if (entry.text.includes(word)) { sum += 1; }
      else { return 0; }
    }
    return sum;
  }
  // The words around a hit. Folding may change lengths, so the place is only nearly right, which is enough.
  function around(entry, word) {
    var at = entry.text.indexOf(word);
    if (at < 0) { return ""; }
    var from = Math.max(0, at - 40);
    return (from > 0 ? "… " : "") + entry.page.x.slice(from, at + word.length + 70) + " …";
  }
  function choose(next) {
    var items = list.children;
    if (items[chosen]) { items[chosen].setAttribute("aria-selected", "false"); }
    chosen = next;
    if (items[chosen]) {
      items[chosen].setAttribute("aria-selected", "true");
      items[chosen].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", items[chosen].id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }
  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }
  function search() {
    var words = folded(input.value).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    if (!index || !words.length) { count.textContent = ""; close(); return; }
    var hits = index.map(function (entry, at) { return { entry: entry, weight: weight(entry, words), at: at }; })
      .filter(function (hit) { return hit.weight > 0; })
      .sort(function (one, other) { return other.weight - one.weight || one.at - other.at; });
    hits.slice(0, 30).forEach(function (hit, at) {
      var item = element("li");
      item.id = "found-" + at;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.href = root + hit.entry.page.p;
      item.append(element("strong", hit.entry.page.t), element("span", hit.entry.page.c));
      var text = hit.weight < 20 * words.length ? around(hit.entry, words[0]) : "";
      if (text) { item.append(element("span", text)); }
      list.append(item);
    });
    if (!hits.length) { list.append(element("li", "Nothing was found.")); list.firstChild.setAttribute("role", "option"); list.firstChild.setAttribute("aria-disabled", "true"); }
    count.textContent = hits.length === 1 ? "1 page found" : hits.length + " pages found";
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }
  function open(item) { if (item && item.dataset.href) { window.location.href = item.dataset.href; } }
  input.addEventListener("focus", load);
  input.addEventListener("input", search);
  input.addEventListener("keydown", function (event) {
    var last = list.children.length - 1;
    if (event.key === "ArrowDown") { choose(chosen < last ? chosen + 1 : 0); }
    else if (event.key === "ArrowUp") { choose(chosen > 0 ? chosen - 1 : last); }
    else if (event.key === "Enter") { open(list.children[Math.max(chosen, 0)]); }
    else if (event.key === "Escape") { close(); }
    else { return; }
    event.preventDefault();
  });
  list.addEventListener("mousedown", function (event) { event.preventDefault(); });
  list.addEventListener("click", function (event) { open(event.target.closest("li")); });
  input.addEventListener("blur", close);
  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });

  // Filters: a box for every long table, and a choice for every column with few short values.
  function rowsOf(table) { return Array.from(table.querySelectorAll("tbody tr:not(.group)")); }
  function value(row, column) { return row.cells[column] ? row.cells[column].textContent.trim() : ""; }
  function choices(rows, column) {
    var values = new Set(rows.map(function (row) { return value(row, column); }));
    values.delete("");
    var all = Array.from(values);
    var short = all.every(function (text) { return text.length <= 32 && !/^\d/.test(text); });
    return short && all.some(function (text) { return text.length > 1; }) && all.length >= 2 && all.length <= 9 && all.length * 2 <= rows.length ? all.sort() : [];
  }
  document.querySelectorAll(".tabled[data-filter]").forEach(function (place, number) {
    var table = place.querySelector("table");
    var rows = rowsOf(table);
    var texts = rows.map(function (row) { return folded(row.textContent); });
    var bar = element("div");
    bar.className = "filters";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Filter: " + place.dataset.filter);
    function field(name, control) {
      var label = element("label", name);
      control.id = "filter-" + number + "-" + bar.children.length;
      label.htmlFor = control.id;
      label.append(control);
      bar.append(label);
    }
    var word = element("input");
    word.type = "search";
    field("Filter rows", word);
    var selects = [];
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
      var values = choices(rows, column);
      if (!values.length || selects.length >= 4) { return; }
      var select = element("select");
      select.append(new Option("All", ""));
      values.forEach(function (text) { select.append(new Option(text, text)); });
      field(head.textContent, select);
      selects.push({ select: select, column: column });
    });
    var shown = element("p", rows.length + " rows");
    shown.setAttribute("role", "status");
    bar.append(shown);
    function filter() {
      var words = folded(word.value).split(/\s+/).filter(Boolean);
      var left = 0;
      rows.forEach(function (row, at) {
        var fits = words.every(function (text) { return texts[at].includes(text); }) &&
          selects.every(function (it) { return !it.select.value || value(row, it.column) === it.select.value; });
        row.hidden = !fits;
        if (fits) { left += 1; }
      });
      table.querySelectorAll("tr.group").forEach(function (group) {
        group.hidden = !Array.from(group.parentNode.rows).some(function (row) { return row !== group && !row.hidden; });
      });
      shown.textContent = left === rows.length ? rows.length + " rows" : left + " of " + rows.length + " rows";
    }
    bar.addEventListener("input", filter);
    place.prepend(bar);
  });
})();
