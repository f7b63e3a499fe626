"""What web-page furniture says, in French and English: patterns for whole blocks in lower case.

Only words without case and without the stops, arrows and bullets around them are compared, see ``boilerplate``.
"""

from __future__ import annotations

from typing import Final

_THING: Final = (
    r"(?:cet? |cette |l['’]|la |le |this |the )?(?:articles?|pages?|publication|billet|contenu|news|post|"
    r"story|vidéo|video)"
)
_NETWORK: Final = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|telegram|pinterest|reddit|messenger|instagram|threads|bluesky|mastodon|"
    r"tiktok|youtube|snapchat|flipboard|e-?mails?|mail|courriel|google news|google actualités|viadeo|tumblr|rss|"
    r"(?:les )?réseaux sociaux|social media)"
)
_NETWORKS: Final = rf"{_NETWORK}(?:(?: ?[,/|•·-] ?| et | ou | and | or | sur | on | )(?:{_NETWORK}))*"
_MAIL: Final = r"(?:adresse )?(?:e-?mail|de messagerie|courriel|mail)"

COMMENTS: Final = (
    (
        r"(?:laisser|laissez|ajouter|ajoutez|poster|postez|écrire|écrivez|publier|rédiger)(?:[- ]nous)? (?:un|"
        r"votre|une|vos) "
        r"(?:commentaires?|réponse|réaction|avis)(?: annuler la réponse)?"
    ),
    r"(?:répondre|réagir|commenter|commentaires?|réactions?|réponses?|annuler la réponse)(?: ?\(?\d*\)?)?",
    (
        r"(?:\d+|aucun|un|pas de|no) (?:commentaires?|comments?|réactions?|réponses?|partages?|"
        r"shares?)(?: (?:pour l'instant|sur .{1,120}|yet))?"
    ),
    (
        rf"votre {_MAIL} ne sera pas (?:publiée?|visible|"
        rf"divulguée?)(?:\. les champs obligatoires sont (?:indiqués|marqués)(?: avec|"
        rf" par)?(?: un(?: astérisque)?)?)?"
    ),
    r"(?:les )?champs (?:obligatoires|requis)(?: sont (?:indiqués|marqués)(?: (?:avec|par)(?: un astérisque)?)?)?",
    (
        r"(?:enregistrer|"
        r"sauvegarder) mon nom,? mon e-?mail et mon site (?:web )?dans le navigateur pour mon prochain "
        r"commentaire"
    ),
    r"prévenez-moi de tous les nouveaux (?:commentaires|articles) par e-?mail",
    (
        r"(?:vous devez|il faut) (?:être connecté|vous connecter|vous identifier)(?:e|\(e\))? (?:pour|"
        r"afin de) (?:publier|poster|laisser|écrire|rédiger|commenter|pouvoir commenter)(?: un commentaire)?"
    ),
    (
        r"(?:connectez-vous|identifiez-vous|inscrivez-vous) pour (?:commenter|réagir|laisser un commentaire|"
        r"lire la suite)"
    ),
    (
        r"(?:soyez le premier à|lire les|voir (?:tous )?les|afficher les|masquer les) (?:commenter|réagir|"
        r"commentaires?)(?: \(?\d+\)?)?"
    ),
    r"leave a (?:reply|comment)(?: cancel reply)?|post a comment|add a comment|cancel reply",
    r"your email address will not be published(?:\. required fields are marked)?|required fields are marked",
    r"save my name, email,? and website in this browser for the next time i comment",
    r"(?:nom|e-?mail|site web|name|website|commentaire|comment|votre nom|votre e-?mail|votre commentaire) ?\*",
)
SHARING: Final = (
    (
        rf"(?:partage[rz]?|partagez-le|share|envoye[rz]|recommande[rz]|diffuse[rz]|tweete[rz]?|imprime[rz]|"
        rf"print)(?: {_THING})?(?: (?:sur|on|via|par|with|avec|à)"
        rf" (?:{_NETWORKS}|un ami|vos amis|a friend|your friends))?"
    ),
    rf"(?:partager|share|suivez[- ]nous|follow us|retrouvez-nous|rejoignez-nous)(?: sur| on| via)? ?:? ?{_NETWORKS}",
    r"(?:suivez[- ]nous|follow us|retrouvez-nous|rejoignez-nous)(?: sur (?:les réseaux sociaux|nos réseaux))?",
    (
        r"cliquez (?:pour|ici pour) (?:partager|envoyer|"
        r"imprimer)(?: .{0,60})?(?:\(ouvre dans une nouvelle fenêtre\))?"
    ),
    rf"{_NETWORK}(?: ?[,/|•·-] ?{_NETWORK}| {_NETWORK})+|facebook|twitter|linkedin|whatsapp|pinterest",
    (
        r"(?:copier le lien|copy link|lien copié|copier l'url|ajouter aux favoris|enregistrer l'article|"
        r"j'aime|like|j'aime ça|tweet|tweeter|imprimer|print|pdf)"
    ),
    (
        r"(?:vous avez aimé|cet article vous a plu|si cet article vous a plu)[^.!?]{0,40}\? ?(?:partagez|"
        r"likez)(?:-le)?.{0,50}"
    ),
    r"(?:j'aime|like this)(?: \d+)?(?: chargement\.*| loading\.*)?",
)
NAVIGATION: Final = (
    (
        r"(?:lire|voir|découvrir|afficher|charger|plus d['e]) ?(?:plus|davantage)? ?(?:d['’]|de |les |nos |"
        r"tous les )?(?:autres )?(?:articles?|actualités|actus|contenus)(?: (?:similaires|récents|suivants|"
        r"liés))?"
    ),
    (
        r"(?:lire|voir|afficher|charger|en savoir|read|load|show|see|learn) (?:la suite|plus|davantage|more|"
        r"less|moins)(?: (?:de l'article|d'articles|articles|posts))?"
    ),
    (
        r"(?:articles?|posts?|billets?|pages?|publications?|actualités?|news|stories|story) (?:précédente?s?|"
        r"suivante?s?)"
    ),
    (
        r"(?:previous|next|older|newer) (?:article|post|posts|story|page|entries)|(?:précédente?|suivante?|"
        r"previous|next)"
    ),
    (
        r"(?:lire|à lire|lisez|voir|à voir|découvrir|à découvrir)(?: aussi| également| ensuite|"
        r" sur le même sujet)(?: sur ce (?:thème|sujet))?"
    ),
    (
        r"(?:articles?|sujets?|contenus?|actualités|posts?|lectures?) (?:similaires?|connexes?|liée?s?|"
        r"récents?|recommandée?s?|associée?s?|en relation|populaires?|les plus lus)(?: (?:pour vous|à lire))?"
    ),
    (
        r"(?:sur le même (?:sujet|thème)|dans la même (?:rubrique|catégorie)|ces articles (?:peuvent|"
        r"pourraient) (?:aussi )?vous intéresser|vous (?:aimerez|pourriez) (?:aussi|aimer|également|"
        r"aussi aimer)|cela pourrait (?:aussi )?vous intéresser|les plus (?:lus|populaires|commentés|"
        r"partagés)|à la une|à ne pas manquer|nos derniers articles|derniers articles|plus d'articles|"
        r"tous les articles)"
    ),
    (
        r"(?:related|recent|popular|more|recommended|trending|latest) (?:articles?|posts?|stories|news|"
        r"reading)|you (?:may|might) also like|read (?:more|next|also)|also read|most read|more from .{1,60}"
    ),
    (
        r"(?:retour (?:à l'accueil|en haut(?: de (?:la )?page)?|au sommaire|à la liste)|haut de page|"
        r"back to top|accueil|home|menu|sommaire|plan du site|fil d'ariane|skip to content|"
        r"aller au contenu(?: principal)?|passer au contenu|rechercher|search|recherche)"
    ),
    (
        r"(?:se connecter|connexion|s'inscrire|mon compte|créer un compte|déconnexion|log ?in|sign ?(?:in|up)|"
        r"register|s'identifier|mot de passe oublié)"
    ),
    r"(?:catégories?|étiquettes?|mots[- ]clés|tags|categories|archives|rubriques)(?: ?: ?[^.!?]{1,80})?",
    r"(?:page|pages) \d+ (?:sur|of|/) \d+",
    (
        r"(?:temps de lecture|lecture|reading time) ?:? ?(?:environ )?\d+ ?(?:min(?:utes?)?|mn)|"
        r"\d+ ?(?:min(?:utes?)?|mn) (?:de lecture|read)"
    ),
    (
        r"cliquez ici|click here|(?:pour )?en savoir plus(?:,? cliquez ici)?|voir la vidéo|écouter l'article|"
        r"écouter cet article|afficher la galerie|agrandir l'image"
    ),
)
SIGN_UP: Final = (
    (
        r"(?:abonnez-vous|inscrivez-vous|s'abonner|s'inscrire|souscrivez|je m'abonne|je m'inscris|recevez|"
        r"rejoignez)(?: (?:dès maintenant|gratuitement|vite|ici|aussi))*(?: (?:à|pour recevoir|par|au|aux|"
        r"chaque (?:jour|semaine|matin))?(?: ?(?:notre|nos|la|le|les|votre|flux|"
        r"toute))*[^.!?]{0,30}(?:newsletters?|lettres? d'info(?:rmation)?s?|infolettres?|flux rss|"
        r"chaîne youtube|alertes?|actualité|podcast|mailing list)[^.!?]{0,80})"
    ),
    (
        r"(?:abonnez-vous|s'abonner|je m'abonne|déjà abonné|je me connecte|subscribe|subscribe now|"
        r"newsletters?|notre newsletter|infolettre|lettre d'information)"
    ),
    r"(?:déjà abonnée?|already a subscriber) ?\? ?(?:connectez-vous|se connecter|identifiez-vous|log in|sign in)?",
    (
        r"(?:cet )?article (?:est )?(?:réservé aux abonnés|offert par .{1,40}|en accès libre)|"
        r"contenu réservé aux abonnés|il vous reste \d+ ?% de cet article à (?:lire|"
        r"découvrir)(?:\. la suite est réservée aux abonnés)?|la suite est réservée aux abonnés"
    ),
    (
        r"(?:subscribe to|sign up (?:for|to)|join) (?:our|the|my) [^.!?]{0,40}(?:newsletter|mailing list|"
        r"channel|list)[^.!?]{0,60}"
    ),
    (
        r"(?:saisissez|entrez|renseignez|indiquez) votre adresse (?:e-?mail|de messagerie|électronique|"
        r"mail)(?: (?:pour|afin de) .{1,100})?|votre adresse (?:e-?mail|mail)|"
        r"enter your e-?mail(?: address)?(?: to .{1,60})?"
    ),
    (
        r"(?:merci (?:de|pour) (?:vous être inscrite?|votre inscription)|inscription confirmée|"
        r"vous pouvez vous désinscrire à tout moment.{0,80}|désabonnement|se désabonner|unsubscribe)"
    ),
    r"(?:téléchargez|téléchargez gratuitement|download) (?:notre|l'|our|the) ?app(?:lication)?(?: .{0,60})?",
)
NOTICES: Final = (
    (
        r"(?:ce site|notre site|ce site web|nous|we|this (?:web)?site|our (?:web)?site)(?: et (?:nos|"
        r"ses) .{0,60}| and our .{0,60})? (?:utilis(?:e|ons|ent)|uses?) (?:des |les |de |"
        r"own )?(?:\w+ )?cookies\b.{0,500}"
    ),
    (
        r"(?:en (?:poursuivant|continuant) (?:votre navigation|à (?:utiliser|"
        r"naviguer)).{0,60},? vous acceptez|by (?:continuing|using) .{0,60},? you (?:accept|agree|"
        r"consent)).{0,300}"
    ),
    (
        r"(?:tout )?(?:accepter|refuser|accept|reject|decline|autoriser|paramétrer|gérer|"
        r"manage)(?: (?:et (?:fermer|continuer)|all|tous|tout|les|mes|sans accepter|cookies|les cookies|"
        r"tous les cookies|vos préférences|mes choix|les paramètres|settings|preferences))*"
    ),
    (
        r"continuer sans accepter|gestion des cookies|paramètres des cookies|cookie (?:settings|policy|"
        r"preferences)|politique (?:de confidentialité|relative aux cookies|de cookies)|privacy policy|"
        r"mentions légales|conditions générales(?: d'utilisation| de vente)?|terms (?:of|and) (?:use|service|"
        r"conditions)|cgu|cgv|contact|contactez-nous|contact us|qui sommes-nous|à propos(?: de nous)?|"
        r"about us|nous contacter"
    ),
    (
        r"(?:©|\(c\)|copyright).{0,120}|tous droits réservés.{0,60}|all rights reserved.{0,60}|"
        r".{0,60}(?:tous droits réservés|all rights reserved)"
    ),
    (
        r"(?:publicité|annonce|annonces|advertisement|sponsored|sponsorisé|contenu sponsorisé|"
        r"article sponsorisé|la suite après (?:la|cette) publicité|advertising|ad|pub)"
    ),
    (
        r"(?:veuillez|merci d'|please) ?(?:activer|enable) (?:le )?javascript.{0,120}|"
        r"javascript (?:est désactivé|is disabled).{0,120}"
    ),
    r"ce site utilise akismet pour réduire les indésirables.{0,160}|this site uses akismet.{0,160}",
    (
        r"(?:(?:image|photo|illustration|visuel|picture)s? ?(?:de couverture )?)?(?:générée?s?|créée?s?|"
        r"réalisée?s?|generated|created|made|image|illustration) ?(?:par|avec|via|by|with|using|grâce à|"
        r":) (?:l'ia |une ia |ia |ai |l'intelligence artificielle )?(?:d'openai |de )?(?:dall[·\-. ]?e|"
        r"midjourney|stable diffusion|chatgpt|adobe firefly|firefly|imagen|gemini|leonardo(?:\.ai)?|canva|"
        r"bing image creator|grok|flux)[^.!?]{0,20}"
    ),
)
FURNITURE: Final = COMMENTS + SHARING + NAVIGATION + SIGN_UP + NOTICES
