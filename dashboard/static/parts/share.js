// Share a text with the phone's own sheet; where there is none, copy it.
export default function (component) {
  const { data, parentElement } = component;
  const button = parentElement.querySelector("button");
  const canShare = Boolean(navigator.share);
  button.textContent = canShare ? data.words.share : data.words.copy;
  button.onclick = async () => {
    try {
      if (canShare) await navigator.share({ title: data.title, text: data.text });
      else await copy(data.text);
      if (!canShare) button.textContent = data.words.copied;
    } catch {
      // the person closed the sheet
    }
  };

  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Over plain HTTP there is no clipboard to write to; a selected field is copied the old way.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}
