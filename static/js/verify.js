// The camera on /verify/: shown only where the browser reads QR codes by itself. Without it the form does all.
(() => {
  const start = document.querySelector("[data-scan]");
  const box = document.querySelector("[data-scanner]");
  if (!start || !("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;

  const video = box.querySelector("video");
  const words = box.querySelector("[data-scan-words]");
  const field = start.form.elements.number;
  let stream = null;

  BarcodeDetector.getSupportedFormats().then((formats) => {
    start.hidden = !formats.includes("qr_code");
  });

  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    box.hidden = true;
    start.hidden = false;
  }

  async function look(detector) {
    if (!stream) return;
    const codes = await detector.detect(video).catch(() => []);
    const found = codes.find((code) => /\/verify\/|^[A-Z]\d{6}/i.test(code.rawValue));
    if (found) {
      field.value = found.rawValue;
      stop();
      start.form.requestSubmit();
      return;
    }
    if (codes.length) words.textContent = "这不是本平台证书的二维码，请换一张。";
    setTimeout(() => look(detector), 200);
  }

  start.addEventListener("click", async () => {
    box.hidden = false;
    start.hidden = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      stop();
      box.hidden = false;
      words.textContent = "无法使用摄像头。请允许使用摄像头，或者上传二维码照片。";
      return;
    }
    words.textContent = "请把证书上的二维码对准画面。";
    video.srcObject = stream;
    await video.play();
    look(new BarcodeDetector({ formats: ["qr_code"] }));
  });
  box.querySelector("[data-scan-stop]").addEventListener("click", stop);
  addEventListener("pagehide", stop);
})();
