/** A URL for people: without the name and the password that it may hold. */
export function shownUrl(url: string): string {
  const { before, userinfo, after } = partsOf(url);
  return userinfo === "" ? url : `${before}${after}`;
}

/** The name and the password that a URL holds, as they are written there; empty: none. */
export function userinfoOf(url: string): string {
  return partsOf(url).userinfo;
}

/** What holds an @ or a slash that is not escaped, or lacks its scheme, may be no URL: then the last @ ends the password. */
function partsOf(url: string) {
  const isUrl = /^\w+:\/\//.test(url) && URL.canParse(url);
  const pattern = isUrl ? /^(\w+:\/\/)([^/?#]*)@(.*)$/s : /^(\w+:\/\/)?(.*)@(.*)$/s;
  const [, before = "", userinfo = "", after = ""] = pattern.exec(url) ?? [];
  return { before, userinfo, after };
}
