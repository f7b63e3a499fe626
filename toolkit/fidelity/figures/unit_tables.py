"""The table of currencies and units of measure: codes, sizes, signs and words in French and English.

Sources: see ``units``.
"""

from __future__ import annotations

from typing import Final

# code | dimension | factor | symbols (case matters) | French words | English words. A word with "+" also takes the
# plural s; a factor with "!" is a customary unit.
MEASURES: Final = """
mm|length|0.001|mm|millimètre+|millimetre+,millimeter+
cm|length|0.01|cm|centimètre+|centimetre+,centimeter+
m|length|1|m|mètre+|metre+,meter+
km|length|1000|km,KM,Km|kilomètre+|kilometre+,kilometer+
nm|length|0.000000001|nm|nanomètre+|nanometre+,nanometer+
µm|length|0.000001|µm,μm|micromètre+,micron+|micrometre+,micrometer+,micron+
in|length|0.0254!||pouce+|inch,inches
ft|length|0.3048!|ft,ft.|pied+|foot,feet
yd|length|0.9144!|yd,yds|yard+|yard+
mi|length|1609.344!|mi|mile+|mile+
nmi|length|1852||mille+ marin+,mille nautique,milles nautiques,milles|nautical mile+
ly|length|9460730472580800||année-lumière,années-lumière,année lumière,années lumière|light-year+,light year+
m2|area|1|m²,m2,m ²|mètre carré,mètres carrés|square metre+,square meter+,sq m,sq. m,sqm
km2|area|1000000|km²,km2|kilomètre carré,kilomètres carrés|square kilometre+,square kilometer+,sq km,sq. km
cm2|area|0.0001|cm²,cm2|centimètre carré,centimètres carrés|square centimetre+,square centimeter+
are|area|100||are+|
ha|area|10000|ha|hectare+|hectare+
acre|area|4046.8564224!||acre+|acre+
mi2|area|2589988.110336!||mile carré,miles carrés|square mile+,sq mi,sq. mi
ft2|area|0.09290304!|ft²,ft2|pied carré,pieds carrés|square foot,square feet,sq ft,sq. ft
m3|volume|1|m³,m3|mètre cube,mètres cubes|cubic metre+,cubic meter+
km3|volume|1000000000|km³,km3|kilomètre cube,kilomètres cubes|cubic kilometre+,cubic kilometer+
cm3|volume|0.000001|cm³,cm3|centimètre cube,centimètres cubes|cubic centimetre+,cubic centimeter+
l|volume|0.001|l,L|litre+|litre+,liter+
cl|volume|0.00001|cl|centilitre+|centilitre+,centiliter+
ml|volume|0.000001|ml,mL|millilitre+|millilitre+,milliliter+
hl|volume|0.1|hl,hL|hectolitre+|hectolitre+,hectoliter+
gal|volume|0.003785411784!|gal|gallon+|gallon+
pt|volume|0.000473176473!||pinte+|pint+
bbl|volume|0.158987294928!|bbl|baril+|barrel+
cuft|volume|0.028316846592!||pied cube,pieds cubes|cubic foot,cubic feet
g|mass|0.001|g|gramme+|gram+,gramme+
mg|mass|0.000001|mg|milligramme+|milligram+,milligramme+
µg|mass|0.000000001|µg,μg|microgramme+|microgram+
kg|mass|1|kg|kilogramme+,kilo+|kilogram+,kilogramme+,kilo+
t|mass|1000|t|tonne+|tonne+,metric ton+,ton+
kt|mass|1000000|kt|kilotonne+|kilotonne+,kiloton+
Mt|mass|1000000000|Mt|mégatonne+|megatonne+,megaton+
lb|mass|0.45359237!|lb,lbs,lb.,lbs.||
st|mass|6.35029318!|st|stone|stone,stones
oz|mass|0.028349523125!|oz,oz.|once+|ounce+
q|mass|100||quintal,quintaux|quintal+
W|power|1|W|watt+|watt+
kW|power|1000|kW|kilowatt+|kilowatt+
MW|power|1000000|MW|mégawatt+|megawatt+
GW|power|1000000000|GW|gigawatt+|gigawatt+
TW|power|1000000000000|TW|térawatt+|terawatt+
Wp|power|1.0|Wp,Wc,W peak|watt-crête,watts-crête,watts-crêtes,watt crête,watts crête,watts crêtes|\
watt-peak,watts-peak,watt peak,watts peak,peak watt,peak watts
kWp|power|1000.0|kWp,kWc,kW peak|kilowatt-crête,kilowatts-crête,kilowatts-crêtes,\
kilowatt crête,kilowatts crête,kilowatts crêtes|\
kilowatt-peak,kilowatts-peak,kilowatt peak,kilowatts peak,peak kilowatt,peak kilowatts
MWp|power|1000000.0|MWp,MWc,MW peak|mégawatt-crête,mégawatts-crête,mégawatts-crêtes,\
mégawatt crête,mégawatts crête,mégawatts crêtes|\
megawatt-peak,megawatts-peak,megawatt peak,megawatts peak,peak megawatt,peak megawatts
GWp|power|1000000000.0|GWp,GWc,GW peak|gigawatt-crête,gigawatts-crête,gigawatts-crêtes,\
gigawatt crête,gigawatts crête,gigawatts crêtes|\
gigawatt-peak,gigawatts-peak,gigawatt peak,gigawatts peak,peak gigawatt,peak gigawatts
hp|power|745.6998715822702!|hp|cheval-vapeur,chevaux-vapeur|horsepower
ch|power|735.49875!|ch|chevaux|
Wh|energy|3600|Wh|wattheure+|watt-hour+,watt hour+
kWh|energy|3600000|kWh,kwh|kilowattheure+,kilowatt-heure,kilowatts-heure,kilowatts-heures|kilowatt-hour+,kilowatt hour+
MWh|energy|3600000000|MWh|mégawattheure+,mégawatt-heure,mégawatts-heure,mégawatts-heures|megawatt-hour+,megawatt hour+
GWh|energy|3600000000000|GWh|gigawattheure+,gigawatt-heure,gigawatts-heure,gigawatts-heures|gigawatt-hour+,\
gigawatt hour+
TWh|energy|3600000000000000|TWh|térawattheure+,térawatt-heure,térawatts-heure,térawatts-heures|terawatt-hour+,\
terawatt hour+
kcal|energy|4184|kcal|kilocalorie+,calorie+|kilocalorie+,calorie+
J|energy|1|J|joule+|joule+
V|voltage|1|V|volt+|volt+
kV|voltage|1000|kV|kilovolt+|kilovolt+
A|current|1||ampère+|ampere+,amp+
Ah|charge|1|Ah|ampère-heure,ampères-heures|amp-hour+
mAh|charge|0.001|mAh||
Hz|frequency|1|Hz|hertz|hertz
kHz|frequency|1000|kHz|kilohertz|kilohertz
MHz|frequency|1000000|MHz|mégahertz|megahertz
GHz|frequency|1000000000|GHz|gigahertz|gigahertz
dB|level|1|dB|décibel+|decibel+
kmh|speed|1|km/h,km / h,k/h,kmh,kph,km/hr|kilomètre+ par heure,kilomètre+-heure,kilomètre+ à l' heure,\
kilomètre+ heure|kilometre+ per hour,kilometer+ per hour,kilometre+ an hour,kilometer+ an hour
mph|speed|1.609344!|mph|mile+ par heure,mile+ à l' heure,mile+-heure,mille+ à l' heure|mile+ per hour,mile+ an hour
ms|speed|3.6|m/s|mètre+ par seconde|metre+ per second,meter+ per second
kms|speed|3600|km/s|kilomètre+ par seconde|kilometre+ per second,kilometer+ per second
kn|speed|1.852||nœud+,noeud+|knot+
bit|data|0.125||bit+|bit+
Mbit|data|125000|Mb,Mbit,Mbits|mégabit+|megabit+
Gbit|data|125000000|Gb,Gbit,Gbits|gigabit+|gigabit+
B|data|1||octet+|byte+
kB|data|1000|Ko,ko,KB,kB|kilooctet+,kilo-octet+|kilobyte+
MB|data|1000000|Mo,MB|mégaoctet+,méga-octet+|megabyte+
GB|data|1000000000|Go,GB|gigaoctet+,giga-octet+|gigabyte+,gig+
TB|data|1000000000000|To,TB|téraoctet+,téra-octet+|terabyte+
PB|data|1000000000000000|Po,PB|pétaoctet+,péta-octet+|petabyte+
EB|data|1000000000000000000|EB|exaoctet+|exabyte+
Mbps|rate|1|Mb/s,Mbit/s,Mbits/s,Mbps|mégabit+ par seconde|megabit+ per second
Gbps|rate|1000|Gb/s,Gbit/s,Gbits/s,Gbps|gigabit+ par seconde|gigabit+ per second
MBps|rate|8|Mo/s,MB/s|mégaoctet+ par seconde|megabyte+ per second
GBps|rate|8000|Go/s,GB/s|gigaoctet+ par seconde|gigabyte+ per second
Mpx|pixels|1|Mpx,Mpix,MP|mégapixel+|megapixel+
bar|pressure|1|bar|bar+|bar+
hPa|pressure|0.001|hPa|hectopascal+|hectopascal+
mbar|pressure|0.001|mbar,mb|millibar+|millibar+
psi|pressure|0.0689475729!|psi||
celsius|temperature|1|°C,° C,ºC|degré+ Celsius,degré+ centigrade+|degree+ Celsius,degree+ C,degree+ centigrade,\
Celsius,centigrade
fahrenheit|temperature|1!|°F,° F|degré+ Fahrenheit|degree+ Fahrenheit,degree+ F,Fahrenheit
kelvin|temperature|1||kelvin+|kelvin+
Sv|dose|1|Sv|sievert+|sievert+
mSv|dose|0.001|mSv|millisievert+|millisievert+
µSv|dose|0.000001|µSv,μSv|microsievert+|microsievert+
degree|angle|1|°|degré+|degree+
second|clock|1|s,sec|seconde+|second+
ms_|clock|0.001|ms|milliseconde+|millisecond+
minute|clock|60|min,mn|minute+|minute+,min+
hour|clock|3600|h|heure+|hour+,hr+
day|clock|86400||jour+,journée+|day+
night|clock|86400.0||nuit+,nuitée+|night+
week|clock|604800||semaine+|week+
weekend|clock|172800.0||week-end+|weekend+
fortnight|clock|1209600|||fortnight+
month|calendar|1||mois|month+
quarter|calendar|3||trimestre+|
halfyear|calendar|6||semestre+|
year|calendar|12||an,ans,année+|year+,yr+
decade|calendar|120||décennie+|decade+
century|calendar|1200||siècle+|century,centuries
millennium|calendar|12000||millénaire+|millennium,millennia
percent|share|0.01|%,p. 100,p.100,p. cent,p.c.|pour cent,pourcent+,pour-cent,pour cents|per cent,percent,pct,per-cent,pc
permille|share|0.001|‰|pour mille|per mille,per mil,per thousand
point|point|1||point+,pt+,point+ de pourcentage,point+ de pour cent|point+,percentage point+,pp,ppt,pts,\
percentage-point+,percent point+
bp|point|0.01|pb,pdb|point+ de base|basis point+,basis-point+,bp,bps
times|times|1||fois|time+,fold,-fold
cent|cent|1|¢|cent+,centime+,centime+ d' euro,penny,pence|cent+,euro cent+,centime+,penny,pence
carat|mass2|1||carat+|carat+
"""

# code | symbols | French words | English words
CURRENCIES: Final = """
USD|$,US$,USD,$US,$ US,U.S.$|dollar+,dollar+ américain+,dollar+ US,dollar+ des États-Unis|dollar+,US dollar+,\
U.S. dollar+,American dollar+,buck+
EUR|€,EUR,Eur|euro+|euro+
XEU|ECU,XEU|écu+|ecu+
GBP|£,GBP,£ sterling|livre+ sterling,livre+ britannique+,£|pound+ sterling,British pound+,sterling,quid
CAD|C$,CA$,CAD,$CA,$ CA,$ CAN,$CAN,CDN$,Can$|dollar+ canadien+|Canadian dollar+
AUD|A$,AU$,AUD,$AU|dollar+ australien+|Australian dollar+
NZD|NZ$,NZD|dollar+ néo-zélandais|New Zealand dollar+
HKD|HK$,HKD|dollar+ de Hong Kong,dollar+ de Hongkong,dollar+ hongkongais|Hong Kong dollar+
SGD|S$,SGD|dollar+ de Singapour,dollar+ singapourien+|Singapore dollar+
TWD|NT$,TWD|dollar+ taïwanais|Taiwan dollar+,Taiwanese dollar+
CHF|CHF,Fr.,SFr,Sfr|franc+ suisse+|Swiss franc+
XOF|XOF,FCFA,F CFA|franc+ CFA|CFA franc+,CFA
XAF|XAF||
FRF|FRF,FF|franc+ français|French franc+
JPY|¥,JPY|yen+|yen
CNY|CNY,RMB|yuan+,renminbi+|yuan,renminbi
INR|₹,INR|roupie+ indienne+|Indian rupee+
PKR|PKR|roupie+ pakistanaise+|Pakistani rupee+
RUB|₽,RUB|rouble+|rouble+,ruble+
UAH|₴,UAH|hryvnia+|hryvnia+,hryvnias
TRY|₺,TRY|livre+ turque+|Turkish lira+,lira
LBP|LBP|livre+ libanaise+|Lebanese pound+
EGP|EGP|livre+ égyptienne+|Egyptian pound+
SEK|SEK|couronne+ suédoise+|Swedish krona,Swedish kronor,Swedish crown+,kronor,krona
NOK|NOK|couronne+ norvégienne+|Norwegian krone,Norwegian kroner,Norwegian crown+
DKK|DKK|couronne+ danoise+|Danish krone,Danish kroner,Danish crown+
CZK|CZK,Kč|couronne+ tchèque+|Czech koruna,Czech korunas,Czech crown+,koruna,korunas
PLN|PLN|zloty+|zloty,zlotys
HUF|HUF|forint+|forint+
RON|RON|leu roumain,lei roumains,lei|lei
BRL|R$,BRL|real brésilien,reals,reais,réal,réals,réaux|real,reals,reais
MXN|MXN|peso+ mexicain+|Mexican peso+
ARS|ARS|peso+ argentin+|Argentine peso+
KRW|₩,KRW|won+|won
ZAR|ZAR|rand+|rand,rands
ILS|₪,ILS|shekel+|shekel+
SAR|SAR|riyal saoudien,riyals saoudiens,riyal+|Saudi riyal+,riyal+
AED|AED|dirham+ émirati+,dirham+ des Émirats|UAE dirham+,Emirati dirham+
MAD|MAD|dirham+ marocain+|Moroccan dirham+
DZD|DZD|dinar+ algérien+|Algerian dinar+
TND|TND|dinar+ tunisien+|Tunisian dinar+
NGN|₦,NGN|naira+|naira,nairas
DEM|DEM|mark+,deutschemark+,mark+ allemand+|mark+,deutschmark+,Deutsche Mark+,German mark+
ITL|ITL|lire+|lire
BTC|BTC,₿|bitcoin+|bitcoin+
ETH|ETH|ether+|ether
THB|THB|baht+|baht
franc||franc+|franc+
krone|kr,kr.|couronne+|crown+,krone,kroner
peso||peso+|peso+
rupee||roupie+|rupee+
dirham||dirham+|dirham+
dinar||dinar+|dinar+
livre||livre+|pound+
"""
