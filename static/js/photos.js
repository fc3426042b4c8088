// Photos chosen on a page with a network are made as small as those that wait for a signal; without this script, or
// where a picture cannot be opened here, the portal judges the file as it is.
import { prepared } from "./offline/pictures.js";

const smaller = async (file) => {
  const { photo } = await prepared(file);
  if (!photo.blob || photo.blob === file || photo.blob.size >= file.size) return file;
  return new File([photo.blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
};

for (const input of document.querySelectorAll("input[type=file][name=photos]")) {
  const button = input.form.querySelector("button:not([type=button])");
  input.addEventListener("change", async () => {
    button.disabled = true;
    const chosen = new DataTransfer();
    for (const file of await Promise.all([...input.files].map(smaller))) chosen.items.add(file);
    input.files = chosen.files;
    button.disabled = false;
  });
}
