// What the portal would refuse, said at once and in its own words. The portal decides: this only spares a way.

const hundredths = (text) => Math.round(Number(text) * 100);

const pointsFault = ({ limits, sentences }, value, remark) => {
  if (value === "") return remark ? sentences.answer : "";
  const [given, full, most, step] = [value, limits.points, limits.most, limits.step].map(hundredths);
  const fits = given % step === 0 || given === full || given === most;
  if (!/^\d+(\.\d{1,2})?$/.test(value) || given > most || !fits) return sentences.range;
  return sentences.remark && given < full && !remark ? sentences.remark : "";
};

// One of several: some of them, `worded`, have to be put into words.
const choiceFault = ({ sentences, worded }, value, remark) => {
  if (value === "") return remark ? sentences.answer : "";
  return worded.includes(value) && !remark ? sentences.remark : "";
};

const marksFault = (item, fields, remark) => {
  for (const rule of item.rules) {
    const times = Number(fields[rule.name]);
    if (!Number.isInteger(times) || times < 0 || times > rule.most) return `请填写 0 到 ${rule.most} 之间的整数。`;
  }
  const isAnswered = fields[item.answer] || item.rules.some((rule) => Number(fields[rule.name]) > 0);
  return remark && !isAnswered ? item.sentences.answer : "";
};

// A sentence, empty when nothing is wrong.
export const faultOf = (item, fields) => {
  const remark = fields[item.remark].trim();
  if (item.kind === "marks") return marksFault(item, fields, remark);
  return (item.kind === "points" ? pointsFault : choiceFault)(item, fields[item.answer], remark);
};
