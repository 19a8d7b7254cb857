// Keep a small choice in this browser for a year, where the next page view can read it.
export default function (component) {
  const { name, value } = component.data;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${secure}`;
}
