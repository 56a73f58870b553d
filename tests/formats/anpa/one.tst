W3187europ
r i BC-EU--Slovakia-No-Confid 2ndLd-Writethru   06-04 0193
^BC-EU--Slovakia-No-Confidence, 2nd Ld-Writethru,178<
^Slovak government survives no-confidence vote by two votes<
^CPA Photo BRA101, BRA104<
^(Eds: Updates with protest, detentions. With CPA Photos.)<
^By KVETA DUBNICKA=
^Central Press Agency=
	   BRATISLAVA, Slovakia (CPA) _ Slovakia's government survived a no-confidence vote Wednesday over a leaked contract for armored vehicles, with two opposition lawmakers abstaining.
 
	   Seventy-four deputies voted to remove Prime Minister Ctibor Hronovsky, two short of the majority needed.
 
	   ``I have heard the warning,'' Hronovsky told parliament after the vote. ``The contract will be published this week _ every page of it.''
 
	   The contract, first reported by the weekly Strednik, obliges the defense ministry to pay a fee of 12 million euros ($13.6 million) even if no vehicle is delivered.
 
	   Some 2,000 protesters blew whistles outside the castle. Police detained nine people after bottles were thrown, spokeswoman Zlatica Mrazova said.
 
	   ___
 
	   CPA writer Bohdan Kralik in Kosice contributed to this report.
 

	   CPA-WF-06-04-25 1652GMT<


