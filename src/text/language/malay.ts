/**
 * Frequent Malay words, in lower case, including chat words (`je`, `tak`, `kat`). They show that a text is Malay. A word
 * that is also in ENGLISH counts for neither language.
 */
export const MALAY: ReadonlySet<string> = new Set(
  (
    "yang dan di ke dari daripada pada kepada untuk dengan oleh dalam antara tentang terhadap bagi demi sejak hingga " +
    "sehingga sampai kerana sebab jika kalau jikalau apabila bila ketika semasa sewaktu sementara walaupun meskipun " +
    "tetapi tapi namun malah atau serta lalu lantas supaya agar bahawa seperti macam ibarat tanpa kecuali selain " +
    "selepas sebelum selama sepanjang sekitar seluruh menerusi melalui menurut ialah iaitu yakni bukan tidak tiada " +
    "tak jangan belum sudah telah sedang akan masih pernah boleh dapat mahu hendak mesti harus perlu patut wajib biar " +
    "usah saya aku kami kita kamu awak engkau kau anda dia ia beliau mereka kalian sendiri diri ini itu sini situ " +
    "sana begini begitu demikian apa siapa mana kenapa bagaimana berapa semua setiap tiap segala para banyak ramai " +
    "sedikit beberapa sebahagian separuh lebih kurang paling sangat amat sekali cukup hampir hanya cuma sahaja saja " +
    "pun juga jua lagi pula masing saling lain sama hal nya ada jadi buat ambil beri bawa beli jual bayar guna pakai " +
    "makan minum tidur bangun mandi pergi datang balik pulang masuk keluar naik turun lari duduk tunggu jumpa cari " +
    "lihat tengok dengar cakap kata tanya jawab baca tulis kira hantar terima simpan buka tutup mula habis tamat " +
    "tekan pilih tambah tolak darab bahagi ikut ikuti bantu tolong faham tahu kenal ingat lupa suka sayang cinta rasa " +
    "fikir harap percaya kerja bekerja belajar ajar hidup mati lahir jatuh tinggal duduki layari daftar sila taip " +
    "semak isi letak angkat hubungi telefon kacau rebus goreng masak potong basuh hilang menang kalah kena jaga cuba " +
    "baik buruk bagus cantik besar kecil tinggi rendah panjang pendek lebar luas jauh dekat baru baharu lama tua muda " +
    "murah mahal cepat lambat panas sejuk penuh kosong betul salah benar penting mudah susah senang sihat sakit " +
    "gembira sedih marah takut berani kuat lemah bersih kotor gelap terang manis masin pedas sedap lapar dahaga " +
    "kenyang penat sibuk kaya miskin utama khas umum awam rasmi percuma ringan berat orang lelaki budak anak bapa " +
    "ayah emak mak abah abang kakak adik datuk nenek suami isteri kawan rakan jiran guru cikgu murid pelajar doktor " +
    "pekerja penonton mangsa ahli rakyat encik puan cik tuan rumah kelas pejabat kedai negara dunia jalanraya " +
    "lebuhraya tempat bilik dewan tingkat bangunan pintu meja kerusi kereta bas lori basikal motosikal kapal hutan " +
    "pokok bunga buahan sayur ikan ayam daging nasi roti susu telur gula garam tepung minyak buku kertas surat duit " +
    "wang harga kos kadar baki gaji hutang bayaran tambang sewa untung rugi jualan diskaun cukai projek syarikat " +
    "undang berita cerita soalan jawapan nombor nama alamat akaun kad kod poskod tarikh masa umur suhu jarak laju " +
    "inflasi nilai purata mata peperiksaan mesyuarat laporan tugasan majlis perang wawasan abad darjah tingkatan bab " +
    "bahagian halaman muka rajah jadual talian tempahan pesanan versi siri ruang storan cara contoh perkara keadaan " +
    "kali tahun bulan minggu hari jam minit saat detik pukul pagi tengahari petang malam semalam esok lusa kelmarin " +
    "tadi nanti sekarang kini dulu dahulu setahun sebulan seminggu sehari sejam seminit seorang sebuah seekor sebiji " +
    "sebungkus sekilo isnin selasa rabu khamis jumaat sabtu ahad januari februari julai ogos oktober disember hb buah " +
    "biji ekor batang helai keping pasang bungkus kotak botol cawan gelas sudu pinggan mangkuk gulung ikat kuntum " +
    "pucuk utas bilah bentuk butir ulas cubit genggam rumpun kaki naskhah peratus satu dua tiga empat lima enam tujuh " +
    "lapan sembilan sepuluh sebelas belas puluh ratus ribu juta bilion trilion seratus seribu sejuta pertama kedua " +
    "ketiga keempat kelima setengah suku negatif selamat kasih tahniah maaf assalamualaikum salam hai jom ya wah aduh " +
    "alamak amboi je jer jela dah nak kat tau ni tu kan mcm sgt tgk nk dpt kot pastu lepas lepastu camne camni " +
    "macamana camtu gak jugak takde takda takpe taknak xde xnak dgn utk yg dlm drpd kpd pd sbb dtg tgh bg blh org " +
    "skrg korang diorang depa dorang kitorang sapa pasal pasai bape brape berape gi bagitau bgtau tengah nape ye yer " +
    "laa abg akak kak pak dik kito ambo gile gila giler sikit skit atas bawah depan belakang kanan kiri luar hadapan " +
    "tepi terus langsung langganan bulanan segera hadir nota borang ulang sambutan bayi tahap aras nisbah gol pemain " +
    "kucing anjing lembu kambing burung lemak nampak fasal serupa beza kes kaedah campur promosi dail tekanan darah " +
    "skor elaun yuran denda undi gred kuota peserta kapasiti teh ayat surah fasa kumpulan baris kopi resit subuh " +
    "zohor asar maghrib isyak hujan cuaca tempoh pelan sukan pinjaman ansuran simpanan saham dividen belanja " +
    "belanjawan tiket penumpang juruterbang lapangan stesen landasan hadiah pemenang tandas dapur tamu lampu kipas " +
    "baju seluar kasut beg tudung saiz ukuran jenis warna merah biru hijau kuning putih hitam kelabu ungu bulat segi " +
    "pusingan pusing putar belok simpang jambatan isyarat mee kuih kek biskut ais rendang sambal cili bawang halia " +
    "kunyit santan kelapa pisang durian rambutan nanas betik mangga epal oren tembikai kacang jagung ubi lobak kubis " +
    "timun sarapan hidangan resipi bahan gaul kisar tumis bakar kukus rendam tapis hiris kelopak sudip periuk kuali " +
    "ketuhar bil elektrik tagihan potongan faedah cagaran insurans zakat fitrah saman lesen dokumen salinan sijil " +
    "ijazah universiti kolej tadika pensyarah mahasiswa ujian kuiz subjek matematik sains sejarah geografi bahasa " +
    "inggeris sastera seni lagu filem wayang tayangan rancangan siaran saluran akhbar wartawan perdana timbalan " +
    "presiden parlimen pilihan raya calon majoriti undian mahkamah hakim peguam polis bomba tentera askar jenayah " +
    "maut cedera banjir ribut gempa tanah runtuh jerebu wabak jangkitan demam batuk selesema ubat vaksin klinik " +
    "jururawat pesakit badan kepala tangan perut jantung paru hati pinggang gigi hidung telinga mulut rambut kulit " +
    "tulang kapalterbang komuter teksi pemandu penunggang enjin tayar pelesen kilang ladang sawah kebun petani " +
    "nelayan peniaga pekedai barang barangan produk belian pasaran ekonomi bisnes niaga sewaan jimat mewah tawaran " +
    "hebat istimewa terhad stok bungkusan kurier talifon komputer riba papan kekunci tetikus bateri kamera gambar " +
    "rakam muat kemas tetapan laluan akses klik pautan laman sesawang keluarga saudara sepupu cucu cicit kanak remaja " +
    "dewasa warga emas asing pelancong tingkap dinding lantai bumbung tangga lif parkir pagar kolam renang padang " +
    "gelanggang pingat johan naib juara akhir jurulatih gawang jaring agama kristian puasa ramadan syawal aidilfitri " +
    "aidiladha haji umrah solat doa gereja bangsa kaum budaya adat warisan perayaan cuti matahari bumi langit awan " +
    "angin salji ombak pasir besi kayu kaca harimau gajah monyet ular itik angsa kuda babi arnab rusa udang ketam " +
    "sotong payah lazat enak busuk wangi harum licin kasar halus tebal nipis lurus bengkok cetek deras perlahan " +
    "pantas lewat awal hujung kuasa tenaga usaha hasil kesan punca akibat cabaran peluang matlamat tujuan sasaran " +
    "peringkat kategori golongan senarai bilangan setara melebihi meningkat menurun merosot melonjak merekod meraih " +
    "merangkumi meliputi melihat melawat merasa meminta memakai memasak menanam menonton menulis menunggu makanan " +
    "minuman pakaian pinjam tukar ganti kembali sambung siap bentang hadap hormat bacaan tulisan lukis lukisan kiraan " +
    "hitung ukur timbang sukat dilarang dilihat dirakam dirampas makcik pakcik sahabat geng kawanku bini laki awek " +
    "balak lepak borak sembang kejap sekejap kejapan besok lagipun asal walhal padahal sungguhpun maka justeru kadang " +
    "kadangkala selalu sentiasa jarang mungkin barangkali anggaran upah komisen pencen kakitangan pegawai kerani " +
    "setiausaha mesin alat perkakas tukul paku skru gergaji berus jurusan kursus sesi pinggir tenggara mukim " +
    "destinasi sempena sambut kahwin nikah cerai tunang kerap ulangan gandaan ganda berada beribu ratusan ribuan " +
    "jutaan puluhan mustahil munasabah sesuai layak lulus gagal cemerlang seksyen akta artikel perenggan klausa jus " +
    "sy mlm brp brapa hrga tggu klu kalo klo tpi bnyk byk smua smpai smpi kwn mkn skali skalipun dorg diorg korg xleh " +
    "xpe takpa takpun takyah xyah haritu harini arini smlm pkul stgh sblm lps aje ajer mmg memang sebenar begitulah " +
    "betullah seliter sekilogram sekati sesudu secawan segelas sepinggan sepotong sehelai sekeping sebatang sebotol " +
    "sekotak sepasang semalaman sesaat semeter sekilometer seunit sekepala serumah sekeluarga setitik sorang sorg " +
    "subsidi bajet cakera keras lembut nyawa bantuan sumbangan derma wakaf sedekah pendapatan keuntungan kerugian " +
    "pembelian penjualan permintaan bekalan tabung tunai adunan acuan loyang cair cairkan kembang celur perap pandan " +
    "serai lengkuas lawang kicap tiram tauhu tempe bihun kuetiau rempah gulai kerabu ulam lontong ketupat lemang " +
    "cendol bubur pulut ringkasan penerangan penjelasan maklumat butiran markah keputusan permohonan syarat kelayakan " +
    "panduan petua langkah teknik dapatkan pastikan lupakan elakkan gunakan masukkan keluarkan letakkan panaskan " +
    "didihkan campurkan tambahkan kacaukan taburkan biarkan sejukkan hidangkan kongsikan awalan akhiran perpuluhan " +
    "pecahan peratusan persamaan segitiga bulatan isipadu jejari paksi kebarangkalian tanda abjad huruf perkataan " +
    "karangan esei sajak pantun syair cerpen majalah risalah pengetua sekolah menengah asrama kantin perpustakaan " +
    "makmal ulangkaji latihan pensel pemadam pembaris suntikan selsema kanser kencing kemalangan treler ekspres " +
    "terbang feri pejalan siasatan tangkap ditahan suspek wanita warganegara tempatan dadah syabu ganja rampasan " +
    "serbuan tebusan rompak curi samun bunuh rogol pecah tipu penipuan kerajaan negeri persekutuan menteri ketua " +
    "undangan bertanding rosak petir lebat kilat kering udara pencemar kelembapan kencang laut bergelora berukuran " +
    "skala richter magnitud bola sepak badminton hoki takraw olahraga larian lompat pecut gangsa perlawanan jaringan " +
    "penalti pengadil penyokong teres kondominium pangsapuri banglo guaman duti setem ekar hektar persegi bimbit " +
    "skrin pengecas aplikasi padam salin tampal pelayan rangkaian jalur agaknya rasanya katanya nampaknya sebenarnya " +
    "akhirnya biasanya umumnya khususnya terutamanya misalnya contohnya pengguna pelanggan pembeli penjual usahawan " +
    "majikan caruman sahur berbuka imsak terawih takbir korban akikah kenduri akad persandingan bertunang jamuan " +
    "jemputan hadirin tetamu kehormat pengerusi bendahari pengarah pengurus jabatan cawangan ibu kati tahil gantang " +
    "cupak kupang juring paras takat maksimum maksima minima minimum sekurang sekurangnya selebihnya seterusnya " +
    "selanjutnya berikutnya gandanya separuhnya setengahnya jumlahnya harganya beratnya panjangnya tingginya umurnya " +
    "luasnya jaraknya suhunya alhamdulillah insyaallah masyaallah astaghfirullah subhanallah bismillah syukur berkat " +
    "rezeki berkah barakah weh woi haah aik fuh pergh peh aih adoi aduhai ceh kome hampa awok mung guwe hampeh mantap " +
    "padu terbaik osem lawa comel hensem kacak hodoh poyo sentap koyak pishang sengal bengong bodoh pandai cerdik " +
    "bijak rajin malas beku suam didih lebur cecair pepejal sembahyang jemaah masjid surau bilal khatib khutbah " +
    "siapkan hantarkan belikan bagikan ambilkan bukakan tutupkan jagakan doakan tersebut tertentu terdapat terbesar " +
    "terkini terbaru terakhir termasuk terdiri tercatat termurah termahal terpantas tertinggi terendah terpanjang " +
    "berjaya bermula berakhir berlaku bernilai berharga berjumlah bertarikh bernombor berusia berumur berkelajuan " +
    "berkapasiti bersaiz berjarak berbaloi cetakan jilid lembaran haribulan penghujung pertengahan penggal kuliah kah " +
    "skang skarang sekrang waktu invois tol sehala sehaluan pergibalik rujukan pasport menaiki invoisnya keputusannya " +
    "pejabatnya berkenaan berkaitan bersama bertemu bercuti berehat bersara berpindah bersalin berkahwin ditutup " +
    "dibuka dibina dijual dibeli dibayar diberi dihantar diterima ditemui dilancarkan diadakan diumumkan diluluskan " +
    "dikira dicatat dilaporkan dijangka dianggarkan ditetapkan dinaikkan dikurangkan didenda dipenjara pintar canggih " +
    "ringkas lengkap padat sempurna selesa bahaya bahagia ceria riang cergas letih lesu nangka cempedak langsat " +
    "manggis belimbing jambu limau kurma anggur hilir tasik sawit getah padi ternakan penternak perikanan pertanian " +
    "perladangan perlombongan bercetak berwarna bermotor kumpul kumpulkan jualkan sediakan nyatakan lampirkan " +
    "sertakan kemukakan isikan pilihkan kenderaan susur lencongan sesak kesesakan trafik ceramah bengkel persidangan " +
    "pameran karnival pesta konsert persembahan pertandingan saringan kampus biasiswa pelajaran graduan konvokesyen " +
    "sepetang sepagi sebanyak seramai seberat setinggi selebar sejauh seluas sebesar sedalam setebal sekuat semurah " +
    "semahal secepat selaju mahir fasih pakar juruteknik jurutera arkitek akauntan pereka penulis penyanyi pelakon " +
    "pengacara penerbit pengarang muatan isian tuangan disiarkan ditayangkan dimuatkan bapanya ibunya anaknya " +
    "suaminya isterinya peti pendingin hawa siling katil tilam bantal selimut cadar langsir permaidani almari sinki " +
    "paip wayar soket suis lipat gandakan tersenarai tercicir terjejas terselamat terkorban terlibat terkena tersilap " +
    "mingguan harian tahunan pukulan tendangan kehadiran kedatangan ketibaan pelepasan ramadhan muharam zulhijah " +
    "rejab syaaban rabiulawal dialu dipelawa hotlinenya nasional antarabangsa sedunia perintis pencapaian kejayaan " +
    "kegagalan usia menjangkau mencecah mencapai menghampiri lapor lapornya ujarnya jelasnya tambahnya selang pakej " +
    "penginapan bermalam penerbangan bekas bekasan penutup balang baldi besen cerek rumput benih isu masalah " +
    "penyelesaian kecederaan kematian jangkaan ramalan katering jamu tajuk subtopik sejumlah kesemua keseluruhan " +
    "segalanya pinggiran celcius leret gerak tatal jelas jelaskan terangkan huraikan senaraikan hitungkan kirakan " +
    "bundarkan tukarkan permudahkan selesaikan bongkah bucu jisim ketumpatan halaju pecutan arus voltan rintangan " +
    "nukleus tisu haiwan tumbuhan mamalia reptilia serangga bintang maharaja kesultanan penjajah penjajahan " +
    "kemerdekaan perjanjian pemberontakan pahlawan jauhi elak lokasi kawasan daerah wilayah sempadan pesisir pantai " +
    "tanjung fon kemarau teruk beras lusin perempuan byr semenanjung setong seauns ketinggian kemasukan penerimaan " +
    "tersangat terlampau limpah empangan tangki sukatan berbanding dinaik taraf darurat diisytiharkan taksiran " +
    "pendahuluan rumusan kesimpulan sekilas seolah seakan bagaikan umpama laksana walaubagaimanapun bagaimanapun " +
    "malahan tambahan adapun kepunyaan milik pemilik penyewa tetangga penghuni penduduk lecun basah dahagalah kebulur " +
    "terjumpa ternampak terlupa terpaksa terasa tertidur teringat kirim kiriman bungkuskan balut rewang gotong royong " +
    "kesihatan pendidikan pengangkutan kewangan perbankan perniagaan perindustrian pelancongan pertahanan keselamatan " +
    "sukarelawan sukarela gosok sapu cuci kemaskan susun gantung jemur pinjamkan pulangkan tanggung tanggungan " +
    "kilauan warni bilakah apakah siapakah berapakah dimanakah bagaimanakah adakah bolehkah hadis riwayat juzuk " +
    "cermin syiling lauk pauk punya kekal kalori gerabak resepi mentega tangkai ketul serbuk sehidangan perlumbaan " +
    "lingkungan zaman rujuk musim patah tumbuh umumkan teori faks samb kuih beralamat giliran kaunter berlepas tiba " +
    "kiri akta pangsapuri merdeka sebagai tuhan manusia melayu biasa secara diam mampu semula seseorang pasti api ku " +
    "batu janji suatu pesawat sesiapa suruh alam tetap pihak asli sesuatu hantu menerima panggil serangan tahan turut " +
    "arah semoga senjata sistem agak perasaan hubungan jepun sering suara indah kisah mau arahan ingin mimpi semakin " +
    "meninggal muncul jahat tentu sungguh tarik bebas hak mu risau sedar bunyi tenang aktif ilmu parti pusat alasan " +
    "lawan benci buang cahaya nabi balas maju nasib utara kawalan pandang politik gunung musuh sifat anggota gadis " +
    "harapan mulai tepat neraka pelbagai peluru walau wujud peribadi serius iman kunci otak pelik rahsia akal tugas " +
    "sanggup setuju teman kemana maksud menipu selatan jari sebaik wajah dewa sebarang tubuh yakin dimana disini gaya " +
    "menjalankan pegang silap alih cina seronok jujur muzik pasangan puteri sampah sebut soal sumber timur aman bukti " +
    "jawatan sukar urusan menuju peperangan barat ketawa menentang sabar semangat pandangan entah jeneral kekasih " +
    "mulia selagi setia lautan menolak piala fikiran luka angkasa anugerah bangga memegang menutup perintah peta sisi " +
    "acara anggap ataupun puak rekod sebentar sokongan suci takdir ubah celaka fokus hamba kelakar rata sederhana sel " +
    "hukuman menara pekerjaan pindah rupa bulu istana masyarakat palsu positif puisi rapat sambil sangka titik " +
    "untukmu adil kenyataan menemui mohon prinsip rencana makhluk pesan sudut kapten kejar melindungi letupan peranan " +
    "perancis umat bakal berdoa berdua jerman jiwa kelab rakaman sejati syaitan bidang haram lancar putus seks " +
    "selesai sihir sosial syurga elok makin sedia siang sumpah ulama hiburan ianya kawal sulit impian kecewa tarian " +
    "buta gemuk hukum risiko satelit sekadar sial ancaman bendera ketat lakonan lirik pangkalan pemuda ucapan " +
    "keretapi menikmati nuklear patung polisi setakat wahai asyik cita dendam nakal nasihat panggilan rindu tikus " +
    "matang olimpik tewas tunjuk cadangan coklat dosa karena paksa perisai posisi wakil apapun bekerjasama lubang " +
    "minat perasan proses sekumpulan senyap sertai tali aksi gangguan jangka kejam kerjasama lanjut mesej sayap " +
    "sembuh amalan bakat iklan nafas nyata pasar sentuh kebangsaan krismas kaamatan pejuang rukun gemilang majmuk " +
    "perpaduan muhibah tabika prasekolah ponteng cucur karipap pau gerai tapau runcit borong ewallet duitnya bayarnya " +
    "tunggakan sampainya tibanya bertolaklah datanglah marilah mari jemput silakan memandu menjual membeli menjemput " +
    "menghantar mengambil menjawab menyanyi menari banyaknya ramainya kurangnya lebihnya sahajalah anggar hendaklah " +
    "perlulah haruslah bolehlah tolonglah apasal kenape kenapalah mana-mana stesyen perhentian motor swasta pangsa " +
    "flat kediaman dingin nyaman hangat minta benda malu dasar harta misi kebal kem diluar bosan urus"
  ).split(" "),
);
