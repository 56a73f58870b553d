z4471-----
r z BC-CRI--IslandLeagueGlance     05-20 0140
^BC-CRI--Island League Glance< 
^Island League Standings= 
^All Times Local= 
^By The Central Press Agency= 
^NORTH GROUP= 
^;P;W;L;T;Pts 
Saint Brannoc;9;7;1;1;15 
Port Ellery;9;5;3;1;11 
Cape Dunmore;8;2;6;0;4 
^SOUTH GROUP= 
^ P  W  L  Pts
Langness 9  6  3  12{
Old Harbour 9  3  6  _
	   ___= 
^Monday's Matches= 
	   Saint Brannoc 211-6, Langness 209 
	   Port Ellery 188, Old Harbour 154-9 
^Wednesday's Match= 
	   Cape Dunmore (Oyelaran 3-1) at Langness (Petrescu 2-2), 1:30 p.m.< 

	   CPA-WF-05-20-25 0410GMT<


