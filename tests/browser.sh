# SPDX-License-Identifier: MIT
# Sourced by the tests of pages, after tap.sh: Chromium, and what it sees.

browser=
for name in chromium chromium-browser google-chrome; do
    browser=${browser:-$(command -v "$name")}
done
# browse ARGUMENT...: the browser without a window, on its own.
browse() {
    timeout 120 "$browser" --headless --no-sandbox --disable-gpu \
        --no-first-run --disable-background-networking --hide-scrollbars \
        --disable-component-update --disable-sync \
        --user-data-dir="$folder/profile" "$@" 2>"$folder/err"
}
# has_browser: whether there is one that runs here.
has_browser() {
    echo '<!DOCTYPE html><title>t</title><p>works' >"$folder/try.html"
    [ -n "$browser" ] &&
        browse --dump-dom "file://$folder/try.html" | grep -q works
}

# look PAGE WIDTH [ARGUMENT...]: show a page in a frame of that many pixels,
# and have a script outside of it say what is seen: NAME=VALUE lines.
look() {
    {
        echo '<!DOCTYPE html><meta charset="utf-8"><pre id="seen"></pre>'
        echo "<iframe style=\"border:0;width:$2px;height:900px\" srcdoc=\""
        sed 's/&/\&amp;/g; s/"/\&quot;/g' "$1"
        cat <<'HTML'
"></iframe><script>
addEventListener("load", () => {
    const d = document.querySelector("iframe").contentDocument;
    const w = d.defaultView, root = d.documentElement;
    const all = (what) => [...d.querySelectorAll(what)];
    const axis = d.querySelector("svg path[stroke^=var]");
    const hidden = (e) => w.getComputedStyle(e).display === "none";
    const seen = {
        moves: root.scrollWidth > root.clientWidth,
        mode: d.compatMode,
        foreign: all("script,img,iframe,object,embed,link,form").length,
        handlers: all("*").filter((e) => [...e.attributes].some(
            (a) => a.name.startsWith("on"))).length,
        wide: all("svg.wide").filter((e) => !hidden(e)).length,
        narrow: all("svg.narrow").filter((e) => !hidden(e)).length,
        ids: all("[id]").length - new Set(all("[id]").map((e) => e.id)).size,
        named: all("svg").filter((e) => e.getAttribute("aria-labelledby")
            .split(" ").every((id) => d.getElementById(id).textContent)).length
            === all("svg").length,
        paper: w.getComputedStyle(d.body).backgroundColor,
        ink: w.getComputedStyle(d.body).color,
        axis: axis ? w.getComputedStyle(axis).stroke : "none",
        language: root.lang,
        text: d.body.innerText.replace(/\s+/g, " "),
    };
    document.getElementById("seen").textContent = Object.entries(seen)
        .map(([name, value]) => name + "=" + value).join("\n");
});
</script>
HTML
    } >"$folder/frame.html"
    browse "${@:3}" --dump-dom "file://$folder/frame.html" |
        sed -n '/<pre id="seen">/,/<\/pre>/p' | sed 's/.*<pre id="seen">//' \
        >"$folder/out"
}

# sees LINE NAME: what was seen last has a line that begins so.
sees() {
    grep -q -- "^$1" "$folder/out"
    ok $? "$2"
}
