<SUBMISSION>
<ACCESSION-NUMBER>0000000000-23-000002<TYPE>8-K<PUBLIC-DOCUMENT-COUNT>2<PERIOD>20230312<ITEMS>1.01<ITEMS>7.01<ITEMS>9.01<FILING-DATE>20230313<DATE-OF-FILING-DATE-CHANGE>20230313<FILER><COMPANY-DATA><CONFORMED-NAME>SEAGEN INC.<CIK>0001060736<ASSIGNED-SIC>2836<IRS-NUMBER>911874389<STATE-OF-INCORPORATION>DE<FISCAL-YEAR-END>1231</COMPANY-DATA><FILING-VALUES><FORM-TYPE>8-K<ACT>34<FILE-NUMBER>000-32405<FILM-NUMBER>00000000</FILING-VALUES><BUSINESS-ADDRESS><STREET1>21823 30TH DRIVE SE<CITY>BOTHELL<STATE>WA<ZIP>98021<PHONE>4255274000</BUSINESS-ADDRESS><FORMER-COMPANY><FORMER-CONFORMED-NAME>SEATTLE GENETICS INC /WA</FORMER-COMPANY></FILER><DOCUMENT><TYPE>8-K<SEQUENCE>1<FILENAME>sample8k.htm<DESCRIPTION>CURRENT REPORT<TEXT><!-- SAMPLE, not a filing: written for this project; the accession number does not exist. -->
<html><head><title></title></head><body style="font: 10pt Times New Roman, Times, Serif">
<p style="font-size: 8pt"><i>SAMPLE, not a filing: written for this project in its own words, with an accession number that does not exist. Public source of the facts: Seagen Inc., Form 8-K for March 12, 2023. Officers and what they say are invented.</i></p>
<p align="center"><b>UNITED STATES SECURITIES AND EXCHANGE COMMISSION</b><br>Washington, D.C.</p><p align="center"><b>FORM 8-K</b></p>
<p align="center">Date of report (earliest event): March 12, 2023</p>
<p align="center"><b>SEAGEN INC.</b><br>(Exact name of registrant as specified in charter)</p>
<table width="100%"><tr><td>Delaware</td><td>0-32405</td><td>91-1874389</td></tr><tr><td>(State or other jurisdiction)</td><td>(Commission File Number)</td><td>(IRS Employer Identification No.)</td></tr></table>
<p align="center">21823 30th Drive SE, Bothell, Washington 98021</p>
<p align="center">Common stock; trading symbol SGEN; The Nasdaq Stock Market LLC</p>
<p><b>Item 1.01&nbsp;&nbsp;Material Agreement</b></p>
<p>On March 12, 2023, Seagen Inc., known as Seattle Genetics, Inc. until October 2020 (the &ldquo;Company&rdquo;), Pfizer Inc. (&ldquo;Pfizer&rdquo;) and a subsidiary of Pfizer signed a merger agreement. Each share of the Company is to be exchanged for $229 in cash, which puts the value of the enterprise at about $43 billion. The boards of Pfizer and of the Company approved the merger unanimously. It is expected to be completed in late 2023 or early 2024.</p>
<p><b>Item 7.01&nbsp;&nbsp;Regulation FD Disclosure</b></p>
<p>Exhibit 99.1 is the press release of March 13, 2023.</p>
<p>SIGNATURE: SEAGEN INC., /s/ Pat Sample, Chief Legal Officer</p>
</body></html></TEXT></DOCUMENT><DOCUMENT><TYPE>EX-99.1<SEQUENCE>2<FILENAME>sampleex99.htm<DESCRIPTION>PRESS RELEASE<TEXT>
<html><body>
<p align="right">Exhibit 99.1</p>
<p align="center"><b>Pfizer to Acquire Seagen for $229 per Share</b></p>
<p>NEW YORK and BOTHELL, Wash., March 13, 2023 &mdash; Pfizer Inc. (NYSE: PFE) and Seagen Inc. (Nasdaq: SGEN) have agreed that Pfizer will acquire Seagen, the maker of four approved cancer medicines. Pfizer plans to finance most of the purchase with $31 billion of new long-term debt.</p>
<p>&ldquo;Seagen worked for twenty-five years to make antibody-drug conjugates (ADCs) a success,&rdquo; said Pat Sample, Chief Executive Officer of Seagen. &ldquo;With Pfizer behind them, our ADCs should reach patients sooner.&rdquo;</p>
<p><b>Seagen&rsquo;s approved medicines</b></p>
<table border="1">
<tr><td><b>Product</b></td><td><b>Type</b></td><td><b>Target</b></td><td><b>Use (United States)</b></td><td><b>Partner</b></td></tr>
<tr><td>ADCETRIS (brentuximab vedotin)</td><td>ADC</td><td>CD30</td><td>Hodgkin lymphoma; T-cell lymphomas</td><td>Takeda</td></tr>
<tr><td>PADCEV (enfortumab vedotin-ejfv)</td><td>ADC</td><td>Nectin-4</td><td>Urothelial cancer</td><td>Astellas</td></tr>
<tr><td>TIVDAK (tisotumab vedotin-tftv)</td><td>ADC</td><td>Tissue factor</td><td>Cervical cancer</td><td>Genmab</td></tr>
<tr><td>TUKYSA (tucatinib)</td><td>Small molecule</td><td>HER2</td><td>HER2-positive breast cancer; HER2-positive colorectal cancer</td><td>Merck (outside the US, Canada and Europe)</td></tr>
</table>
<p>Monomethyl auristatin E (MMAE) is the payload of ADCETRIS, PADCEV and TIVDAK alike.</p>
<p>ADCETRIS, known as SGN-35 before its first approval in August 2011, had net sales of $839 million in 2022. In January 2023 TUKYSA received accelerated approval in combination with trastuzumab for RAS wild-type, HER2-positive colorectal cancer.</p>
<p><b>Programs that may reach patients next</b></p>
<ul>
<li>PADCEV with Keytruda (pembrolizumab): the U.S. Food and Drug Administration (FDA) is reviewing an application for first-line urothelial cancer in patients who cannot receive cisplatin. In Cohort K of the EV-103 trial, 64.5% of 76 patients given the combination responded. A Phase 3 trial, EV-302, is ongoing.</li>
<li>Disitamab vedotin, a HER2-directed ADC that RemeGen Co., Ltd. created, has breakthrough therapy designation for second-line HER2-expressing urothelial cancer. Seagen has held an exclusive license from RemeGen since 2021 for all countries except Asia outside Japan and Singapore. It paid $200 million upfront; RemeGen may receive up to $2.4 billion in milestones.</li>
<li>Ladiratuzumab vedotin, directed at LIV-1, is being co-developed with Merck and is in Phase 2 trials for breast cancer and other solid tumors.</li>
<li>SGN-B6A, an ADC against integrin beta-6, is in Phase 1.</li>
</ul>
<p>Seagen no longer develops vadastuximab talirine (SGN-CD33A), whose Phase 3 trial in acute myeloid leukemia, CASCADE, was stopped in June 2017.</p>
<p><b>About Seagen.</b> Seagen Inc. is a biotechnology company near Seattle. Its proprietary ADC technology has been licensed to several other companies, Genmab and Astellas among them.</p>
<p><b>About Pfizer.</b> Pfizer Inc. sells two ADCs of its own: Mylotarg (gemtuzumab ozogamicin), which targets CD33, and Besponsa (inotuzumab ozogamicin), which targets CD22. Both carry calicheamicin.</p>
<p><b>Forward-looking statements.</b> That the merger will close, and that products will be approved, is expected but not certain. The Private Securities Litigation Reform Act of 1995 applies to such statements.</p>
</body></html></TEXT></DOCUMENT></SUBMISSION>
