// The scrolling areas that unfold brings call themselves "scrollable content" to screen readers unless named.
document.addEventListener("DOMContentLoaded", () => {
  for (const area of document.querySelectorAll("[data-simplebar]")) {
    area.setAttribute("data-simplebar-aria-label", "可滚动区域");
  }
});
