// Elements made by hand; text is always text, never markup.

// h("p", { class: "muted", onclick: f, hidden: true }, "text", child): null and false are left out.
export const h = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked") element[key] = value;
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child || child === 0));
  return element;
};

// A text in paragraphs, as it was typed.
export const paragraphs = (text) => h("p", { class: "kept-lines" }, text);

export const notice = (text, tone = "info") => h("div", { class: `notice tone-${tone}`, role: "status" }, h("div", {}, text));
