// The demonstration page: its buttons open the widget and ask it.

const widget = () => document.querySelector("nav-arbeidsgiverhjelp");

for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", () => {
    const language = button.dataset.language ?? button.closest("[lang]").lang;
    widget()?.setAttribute("lang", language);
    widget()?.ask(button.dataset.ask);
  });
}

document.querySelector("[data-open]").addEventListener("click", () => widget()?.open());
