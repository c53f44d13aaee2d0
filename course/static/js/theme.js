// Runs before the first paint: puts the chosen theme on the page and says that scripts are at work.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("collectif.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Without storage the device's theme is used.
  }
})();
