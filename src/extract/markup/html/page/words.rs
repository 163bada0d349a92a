//! The words in the classes, ids, roles and headings of a page.
//!
//! They are those that content management systems, comment systems and consent managers write, in the languages in which
//! pages name their parts. Two words that count only together are joined by a plus sign.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// A set of words.
type Words = LazyLock<FxHashSet<&'static str>>;

fn set(words: &'static str) -> FxHashSet<&'static str> {
    words.split_whitespace().collect()
}

/// Words for what stands beside a story.
pub(super) static BESIDE: Words = LazyLock::new(|| {
    set("
    ad ads advert adverts advertisement advertising adslot dfp sponsor sponsors sponsored promo promos promotion
    teaser teasers outbrain taboola publicidad publicite anzeige anzeigen werbung pubblicita reklama reklame
    annons comment comments commentlist respond replies disqus discussion livefyre kommentar kommentare
    kommentarer commentaire commentaires comentario comentarios commenti reacties komentarze sidebar sidebars
    aside rail seitenleiste complementary colonne lateral related relatedposts recommended recommendation
    recommendations recirc recirculation trending popular mostread mostpopular suggested meistgelesen verwandte
    relacionadas relacionados relacionada correlati similaires liees leidas populaires gerelateerd powiazane
    readnext newsletter newsletters signup subscribe boletin infolettre nieuwsbrief cookie cookies consent gdpr
    cmp onetrust didomi usercentrics cookiebot privacy share sharing shares sharebar social socials addthis
    sharedaddy teilen partage compartir condividi delen nav navbar navi navigation menu submenu megamenu
    breadcrumb breadcrumbs pagination pager skiplink skiplinks menue sitemap search footer fuss fusszeile
    kopfzeile colophon contentinfo copyright masthead topbar ticker banner impressum tags taglist tagcloud
    hashtags modal popup popover overlay alertdialog dialog login signin register poll quiz bio authorbox")
});

/// Words for the lines that say who wrote a story and when.
pub(super) static CREDITS: Words = LazyLock::new(|| {
    set("
    byline bylines dateline createdate author authors autor auteur date datetime timestamp time meta submitted posted
    pubdate published updated readtime credits")
});

/// Words that wrap a story as often as they name what asks the reader to pay for it.
pub(super) static DOUBTFUL: Words = LazyLock::new(|| {
    set("
    paywall premium metered subscriber subscribers subscription piano")
});

/// Words that say nothing beside one of these: shapes, places, parts.
pub(super) static NEUTRAL: Words = LazyLock::new(|| {
    set("
    section list wrapper wrap container box block blocks module widget widgets area panel item items inner outer
    content contents links link left right bottom main site page global group article articles story stories
    post posts entry news text body title header head heading headline headlines component region column grid
    card cards primary secondary bars button buttons icon icons form count thread footer media desktop mobile
    sticky inline unit slot placeholder strip view views more read topic topics coverage reading latest layout
    data react root holder info label meta tools feed author notice message banner policy small large google
    facebook twitter noticias artikel articulo articulos contenu inhalt bereich liste lista bloc bloque")
});

/// Beginnings of names that say what a page has, not what the element is.
pub(super) static HAVING: Words = LazyLock::new(|| {
    set("
    has no with without is show hide enable not")
});

/// Parts of names, without anything between their words, that wrap the text of an article.
pub(super) static STORIES: Words = LazyLock::new(|| {
    set("
    articlebody storybody storytext storycontent articlecontent articletext entrycontent postcontent postbody
    bodytext bodycopy newsbody newscontent newstext newsdetail namebody articledetail richtextbody artikeltext
    artikelinhalt cuerpo textonoticia corpsarticle contenuarticle liveblogupdate livebody storydetail
    contentbody")
});

/// Words of headings over what does not belong to the story.
pub(super) static OTHERS: Words = LazyLock::new(|| {
    set("
    comments kommentare kommentarer commentaires comentarios commenti reacties related recommended trending
    newsletter advertisement publicidad anzeige meistgelesen verwandte relacionadas relacionados correlati")
});

/// Words that are for what stands beside a story only together.
pub(super) static PAIRS: Words = LazyLock::new(|| {
    set("
    most+read most+viewed most+commented most+shared most+clicked read+more read+next read+also also+read
    see+also up+next more+on more+from more+stories more+news more+in latest+news latest+headlines
    latest+stories top+stories top+news other+stories other+news you+may sign+up sign+in log+in author+box
    author+info author+card about+author author+profile mas+leido mas+vistas piu+letti plus+lus mehr+zum
    site+header global+header top+header sticky+header editors+picks editor+picks call+action breaking+news")
});

/// Two words that together head what does not belong to the story.
pub(super) static OTHER_PAIRS: Words = LazyLock::new(|| {
    set("
    most+read most+viewed most+popular most+commented read+more read+next read+also also+read see+also up+next
    more+from more+stories more+news latest+news latest+headlines top+stories other+stories lo+leido plus+lus
    mehr+thema piu+letti")
});
