// Photos are made smaller on the phone before they wait for a signal. What cannot be opened here is left for the
// portal to judge.
const LONGEST_SIDE = 2000;
const PREVIEW_SIDE = 240;
const QUALITY = 0.85;
const LARGEST = 10 * 1024 * 1024;
const TOO_LARGE = "超过 10 MB，请压缩后重新添加";

const drawn = (bitmap, longest) => {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "white"; // JPEG has no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
};

const encoded = (canvas) => new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));

const opened = async (file) => {
  try {
    return await createImageBitmap(file);
  } catch {
    return null;
  }
};

// { photo: { blob, name, preview }, reason }; with a reason it is not worth the way.
export const prepared = async (file) => {
  const bitmap = await opened(file);
  if (bitmap) {
    const blob = await encoded(drawn(bitmap, LONGEST_SIDE));
    const preview = drawn(bitmap, PREVIEW_SIDE).toDataURL("image/jpeg", QUALITY);
    bitmap.close();
    return { photo: { blob, name: file.name, preview }, reason: "" };
  }
  if (file.size > LARGEST) return { photo: { blob: null, name: file.name, preview: "" }, reason: `“${file.name}”${TOO_LARGE}` };
  return { photo: { blob: file, name: file.name, preview: "" }, reason: "" };
};
