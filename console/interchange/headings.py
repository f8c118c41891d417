"""Headings people write, folded: English, Finnish, German, Danish, and some of
Swedish, Norwegian, Italian, French, Spanish and Dutch.

A word stands under one field only; what means two things in two languages stands under
the one that the four languages of the product use.
"""

from collections.abc import Mapping

from console.interchange.fields import Field

NAMES: Mapping[Field, str] = {
    Field.ID: "id|ref|parcel id|parcel|parcel no|parcel nr|parcel number|parcel ref|"
    "shipment|shipment id|shipment no|shipment number|consignment|consignment number|"
    "tracking|tracking number|tracking no|tracking id|tracking code|reference|"
    "reference number|order|order id|order no|order number|item id|package id|"
    "package number|job id|lahetys|lahetystunnus|lahetysnumero|lahetysnro|"
    "seurantakoodi|seurantatunnus|pakettinumero|pakettitunnus|tilausnumero|tilausnro|"
    "tilaus|viite|tunnus|sendung|sendungsnummer|sendungs id|paketnummer|paket id|"
    "auftragsnummer|auftragsnr|bestellnummer|sendungsnr|referenz|pakke|pakkenummer|"
    "pakke id|forsendelse|forsendelsesnummer|ordrenummer|ordrenr|pakkenr|kollinummer|"
    "kolli id|sandningsnummer|paketnr|forsandelse|sendingsnummer|spedizione|"
    "numero spedizione|numero d envoi|colis|numero de colis|envio|numero de envio|"
    "zendingnummer",
    Field.BARCODES: "barcode|barcodes|bar code|sscc|scan code|label|label code|ean|"
    "viivakoodi|viivakoodit|strichcode|strichcodes|barkode|stregkode|stregkoder|"
    "streckkod|strekkode|codice a barre|code barres|codigo de barras",
    Field.NAME: "name|full name|recipient|recipient name|customer|customer name|"
    "consignee|consignee name|receiver|receiver name|addressee|contact|contact name|"
    "to|deliver to|ship to|ship to name|last name|surname|company|nimi|vastaanottaja|"
    "vastaanottajan nimi|asiakas|asiakkaan nimi|sukunimi|yritys|empfanger|kunde|"
    "kundenname|empfangername|name empfanger|nachname|familienname|firma|navn|"
    "modtager|modtagernavn|efternavn|kundenavn|namn|mottagare|mottagarnamn|efternamn|"
    "mottaker|nome|destinatario|cognome|nom|destinataire|nombre|cliente|naam|ontvanger",
    Field.FIRST_NAME: "first name|given name|forename|etunimi|vorname|fornavn|fornamn|"
    "prenom|nome di battesimo|nombre de pila|voornaam",
    Field.STREET: "street|street name|address|street address|full address|"
    "address line|address line 1|address 1|address1|addr|adr|delivery address|"
    "shipping address|ship to address|road|katu|kadunnimi|katuosoite|osoite|"
    "lahiosoite|toimitusosoite|jakeluosoite|strasse|str|anschrift|adresse|"
    "lieferadresse|lieferanschrift|zustelladresse|strasse hausnummer|"
    "strasse und hausnummer|strasse nr|vej|gade|vejnavn|gadenavn|leveringsadresse|"
    "gata|gatuadress|adress|leveransadress|gateadresse|indirizzo|via|rue|voie|"
    "direccion|calle|straat|adres",
    Field.HOUSE_NUMBER: "house number|house no|house nr|housenumber|street number|"
    "street no|building number|number|talonumero|talon numero|talo|numero|hausnummer|"
    "hausnr|haus nr|hnr|husnummer|husnr|vejnr|vejnummer|nummer|gatunummer|civico|"
    "numero civico|numero de rue|huisnummer",
    Field.POSTCODE: "postcode|postal code|postalcode|zip|zip code|zipcode|post code|"
    "postinumero|postinro|pnro|plz|postleitzahl|postnummer|postnr|postnum|cap|"
    "code postal|codigo postal",
    Field.CITY: "city|town|place|post town|locality|municipality|kaupunki|"
    "postitoimipaikka|postitmp|paikkakunta|kunta|ort|stadt|wohnort|gemeinde|by|bynavn|"
    "kommune|postort|postdistrikt|stad|poststed|citta|comune|localita|ville|ciudad|"
    "poblacion|plaats|woonplaats",
    Field.UNIT: "unit|apartment|apt|flat|suite|door|door number|address line 2|"
    "address 2|address2|stair|staircase|floor|asunto|huoneisto|porras|rappu|kerros|"
    "wohnung|wohnungsnummer|etage|stockwerk|adresszusatz|zusatz|lejlighed|dor|sal|"
    "lagenhet|trappuppgang|interno|scala|piano|appartement|piso",
    Field.PHONE: "phone|phone no|telephone|mobile|mobile number|phone number|tel|"
    "tel no|mobile phone|cell|cell phone|contact phone|puhelin|puhelinnumero|"
    "puhelinnro|puh|matkapuhelin|gsm|kannykka|telefon|telefonnummer|telefonnr|handy|"
    "handynummer|mobil|mobilnummer|mobiltelefon|tlf|tlf nr|rufnummer|telefono|"
    "cellulare|portable|movil|telefoon",
    Field.EMAIL: "email|e mail|mail|email address|e mail address|sahkoposti|"
    "sahkopostiosoite|sposti|e mail adresse|e post|epost|mailadresse|e postadress|"
    "posta elettronica|courriel|correo|correo electronico",
    Field.LAT: "lat|latitude|y|lat wgs84|leveysaste|leveyspiiri|breitengrad|"
    "breite grad|breddegrad|breddgrad|latitudine|latitud",
    Field.LON: "lon|lng|long|longitude|x|lon wgs84|pituusaste|pituuspiiri|langengrad|"
    "laengengrad|laengdegrad|langdegrad|longitud|longitudine",
    Field.COORDINATES: "coordinates|coordinate|coords|gps|gps coordinates|lat lon|"
    "latlon|lat lng|latlng|lat long|geo|geolocation|location|position|koordinaatit|"
    "sijainti|koordinaten|standort|koordinater|coordinate gps|coordenadas|coordonnees",
    Field.SIZE: "size|size class|parcel size|package size|class|dimensions|dimension|"
    "dims|l x w x h|lxwxh|size lxwxh|dimensions lxwxh|koko|kokoluokka|paketin koko|"
    "mitat|mitat pxlxk|grosse|groesse|paketgrosse|masse|abmessungen|lxbxh|"
    "grossenklasse|storrelse|mal|pakkestorrelse|storlek|matt|dimensioni|misure|taille|"
    "tamano|dimensiones|afmetingen",
    Field.LENGTH: "length|l|len|depth|pituus|lange|laenge|tiefe|laengde|langde|langd|"
    "lunghezza|longueur|longitud paquete|lengte",
    Field.WIDTH: "width|w|b|wid|leveys|breite|bredde|bredd|larghezza|largeur|ancho|"
    "breedte",
    Field.HEIGHT: "height|h|korkeus|hohe|hoehe|hojde|hojd|altezza|hauteur|alto|hoogte",
    Field.MASS: "mass|weight|gross weight|parcel weight|package weight|wt|paino|massa|"
    "bruttopaino|gewicht|bruttogewicht|paketgewicht|vaegt|vagt|vikt|bruttovikt|vekt|"
    "peso|poids",
    Field.CLIMATE: "climate|temperature|temperature class|temp|temp class|cold chain|"
    "storage temperature|lampotila|lampotilaluokka|kylma|kylmakuljetus|temperatur|"
    "temperaturklasse|kuhlung|kuhlkette|koling|koleklasse|kyltransport|temperatura",
    Field.PREFERENCE: "preference|delivery preference|channel|delivery type|"
    "delivery method|delivery mode|service|delivery|toimitustapa|"
    "toivottu toimitustapa|toive|palvelu|zustellart|lieferart|versandart|"
    "zustellwunsch|leveringsform|leveringsmetode|levering|onske|leveranssatt|"
    "modalita di consegna|mode de livraison",
    Field.PREFERRED_SITE: "preferred site|preferred site id|site|site id|site name|"
    "locker|locker id|locker name|locker site|parcel locker|pickup point|"
    "pickup point id|pick up point|preferred locker|noutopiste|automaatti|"
    "automaatin tunnus|pakettiautomaatti|abholstation|packstation|paketstation|"
    "wunschstation|abholort|pakkeboks|pakkeautomat|afhentningssted|udleveringssted|"
    "paketskap|utlamningsstalle|ombud|punto di ritiro|point relais|punto de recogida",
    Field.WINDOW: "window|time window|delivery window|slot|time slot|delivery slot|"
    "aikaikkuna|toimitusikkuna|toimitusaika|zeitfenster|lieferfenster|lieferzeit|"
    "tidsvindue|leveringsvindue|leveringstid|tidsfonster|fascia oraria|creneau|franja|"
    "tijdvak",
    Field.WINDOW_START: "window start|start|start time|from|from time|earliest|"
    "not before|time from|window from|delivery from|ready|ready from|alkaen|"
    "aikaisintaan|alku|alkuaika|aikaikkuna alku|von|ab|fruhestens|zeit von|"
    "uhrzeit von|fenster von|fra|tidligst|tid fra|starttid|tidigast|dalle|a partir de|"
    "desde",
    Field.WINDOW_END: "window end|end|end time|until|to time|latest|not after|time to|"
    "window to|delivery to|delivery until|before|asti|viimeistaan|loppu|loppuaika|"
    "aikaikkuna loppu|bis|spatestens|zeit bis|uhrzeit bis|fenster bis|til|senest|"
    "tid til|sluttid|senast|alle|jusqu a|hasta",
    Field.PRIORITY: "priority|prio|urgency|prioriteetti|kiireellisyys|prioritat|"
    "dringlichkeit|prioritet|hastegrad|angelagenhet|priorita|priorite|prioridad",
    Field.ID_CHECK: "id check|id required|identity check|check id|age check|"
    "signature id|henkilollisyys|tunnistus|henkilollisyystarkistus|ikarajatarkistus|"
    "ausweis|ausweisprufung|identprufung|altersprufung|id kontrol|alderskontrol|"
    "legitimation",
    Field.LOW_COMPARTMENT: "low compartment|accessible|accessibility|low|low door|"
    "wheelchair|esteeton|esteettomyys|matala|matala lokero|barrierefrei|"
    "niedriges fach|rollstuhl|tilgaengelig|lav|lav boks|korestol|tillganglig",
    Field.SKILLS: "skills|skill|required skills|skills required|skills needed|taidot|"
    "vaaditut taidot|fahigkeiten|erforderliche fahigkeiten|kompetencer|"
    "kraevede kompetencer|fardigheter|competenze|competences|habilidades",
    Field.LATE_FROM: "late from|late after|counts as late from|soft end|soft deadline|"
    "soft window end|myohassa alkaen|verspatet ab|verspatung ab|forsinket fra|"
    "forsinket efter|forsenad fran",
    Field.DUE: "due|due date|deadline|deliver by|due by|delivery deadline|maarapaiva|"
    "viimeinen paiva|erapaiva|toimitettava viimeistaan|fallig|faellig|frist|"
    "liefertermin|lieferfrist|forfald|forfaldsdato|leveringsfrist|leverans senast",
    Field.ACTION: "action|status|state|operation|change|change type|record type|"
    "transaction|toiminto|tila|muutos|tapahtuma|aktion|vorgang|anderung|satzart|"
    "handling|aendring|andring|atgard|azione|stato|accion|estado|statut",
}
"""Folded headings for every field, parted by bars."""

CONTAINERS = (
    "parcel|parcels|shipment|item|package|order|job|recipient|receiver|consignee|"
    "customer|contact|person|address|location|place|position|coordinates|geo|"
    "geometry|to|destination|delivery|dropoff|dimensions|dims|size|measures|"
    "measurements|window|time|timewindow|slot|details|data|properties|attributes|"
    "paketti|lahetys|osoite|vastaanottaja|mitat|sijainti|paket|sendung|empfanger|"
    "adresse|anschrift|masse|abmessungen|pakke|modtager|koordinater|mal"
)
"""Folded names of objects around a value that say nothing more about it."""

PARCELS = (
    "parcel|parcels|shipment|item|package|order|job|details|data|properties|attributes|"
    "paketti|lahetys|paket|sendung|pakke"
)
"""Those of them whose id is the parcel's."""

OTHERS = (
    "sender|shipper|from|origin|billing|invoice|return|returns|merchant|pickup|"
    "seller|lahettaja|laskutus|palautus|absender|rechnung|retoure|afsender|faktura|"
    "retur|avsandare|mittente|expediteur|remitente"
)
"""Folded names of people and places that are not where a parcel goes."""
