(function () {
  "use strict";
  var root = document.documentElement;
  var known = ["kk", "ru", "en"];
  var titles = JSON.parse(document.getElementById("titles").textContent);

  function speak(language) {
    root.lang = language;
    root.dataset.ui = language;
    document.title = titles[language];
  }

  function paint(colours) {
    root.dataset.colours = colours;
  }

  function bind(name, value, act) {
    document.querySelectorAll('input[name="' + name + '"]').forEach(function (input) {
      input.checked = input.value === value;
      input.addEventListener("change", function () {
        act(input.value);
      });
    });
    act(value);
  }

  var preferred = (navigator.languages || [navigator.language || "en"]).map(function (tag) {
    return tag.slice(0, 2).toLowerCase();
  });
  var first = preferred.filter(function (tag) {
    return known.indexOf(tag) >= 0;
  })[0];
  bind("ui", first || "en", speak);
  bind("colours", "auto", paint);
  document.getElementById("switches").hidden = false;
})();
