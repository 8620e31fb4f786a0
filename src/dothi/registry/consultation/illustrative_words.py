"""What invented people say in the demonstration, and what the invented office answers."""

from __future__ import annotations

_PARK = (
    "Đề nghị giữ lại bãi đất trống cạnh chợ làm công viên, không bán đấu giá làm nhà liên kế, vì cả phường "
    "không có chỗ nào cho trẻ em chơi"
)
CAMPAIGN = (
    f"{_PARK}.",
    f"{_PARK}!",
    f"Kính {_PARK[0].lower()}{_PARK[1:]}.",
    f"{_PARK}. Tổ dân phố 4.",
    f"{_PARK.upper()}.",
    f"{_PARK}. Xin cảm ơn.",
)

OPINIONS = (
    "Đường vào khối phố chỉ rộng ba mét rưỡi, xe cứu hỏa không vào được. Đề nghị mở rộng lên bảy mét.",
    "Mỗi mùa mưa nước ngập đến đầu gối. Cần cống thoát nước lớn ra sông trước khi xây thêm khu dân cư.",
    "Trường mầm non quá tải, mỗi lớp hơn bốn mươi cháu. Xin thêm một trường ở phía nam.",
    "Không đồng ý cho nhà cao mười hai tầng sát khu nhà vườn, che hết gió và nắng.",
    "Giữ lại ruộng lúa phía tây, đừng chuyển thành khu dịch vụ; nhiều nhà còn sống bằng ruộng.",
    "Đất nhà tôi nằm trong phần mở đường. Xin nói rõ khi nào thu hồi, bồi thường thế nào, tái định cư ở đâu.",
    "Nên có làn xe đạp và vỉa hè có bóng cây dọc đường chính ra biển.",
    "Hồ điều hòa trên bản vẽ nhỏ hơn hồ hiện có. Đề nghị giữ nguyên diện tích mặt nước.",
    "Nghĩa trang cũ quá gần khu dân cư mới, cần khoảng cách và dải cây xanh cách ly.",
    "Đề nghị giữ đình làng và cây đa, không để đường mới cắt qua sân đình.",
    "Chợ hiện nay không có chỗ đỗ xe; nếu xây lại xin làm bãi xe và nhà vệ sinh công cộng.",
    "Bãi rác trung chuyển đặt đầu hướng gió, mùi hôi bay vào trường học. Xin dời ra xa.",
    "Bản đồ trên trang khó đọc với người lớn tuổi, xin treo thêm bản in khổ lớn ở nhà văn hóa.",
    "Đồng ý với tuyến đường vành đai vì giảm xe tải qua trung tâm.",
    "Khu công nghiệp nhỏ gần làng nghề cần trạm xử lý nước thải riêng.",
    "Xin bố trí trạm y tế ở phía đông, hiện phải đi sáu cây số.",
    "Quy hoạch treo mười năm nay, không xây được nhà cho con. Nếu không làm thì xin bỏ.",
    "Cầu qua sông quá hẹp, giờ tan trường kẹt xe; đề nghị ghi cầu mới vào giai đoạn đầu.",
    "Mật độ xây dựng tám mươi phần trăm là quá cao, không còn chỗ cho cây xanh.",
    "Đề nghị công viên ven sông mở cho mọi người, không rào lại làm khu du lịch.",
    "Nhà văn hóa khối phố nhỏ, họp dân phải đứng ngoài sân. Xin thêm đất.",
    "Nút giao gần bệnh viện rất nguy hiểm, cần đèn giao thông hoặc vòng xoay.",
    "Xin kéo dài thời hạn lấy ý kiến vì nhiều người đi biển chưa về.",
    "Đề nghị có đường cho người đi xe lăn ở các công trình công cộng.",
    "Đất trồng rau sạch của hợp tác xã nên giữ là đất nông nghiệp.",
    "Kênh thoát nước bị thu hẹp trên bản vẽ, năm ngoái chỗ này đã sạt lở.",
    "Nên giới hạn ba tầng quanh khu phố cổ để giữ cảnh quan.",
    "Mua bán đất nền giá rẻ, liên hệ ngay (ý kiến quảng cáo minh họa).",
    "Xin thêm tuyến xe buýt nối khu dân cư mới với bệnh viện.",
    "Đèn đường khu phía bắc hỏng đã lâu, quy hoạch chiếu sáng nên làm trước.",
    "Đề nghị sân chơi có mái che cạnh trường tiểu học.",
    "Khu tái định cư nên gần chỗ cũ, đừng đưa dân ra quá xa nơi làm việc.",
    "Góp ý về màu sắc, mái nhà dọc trục chính: nên có quy định chung.",
    "Bản thuyết minh chưa nói nguồn vốn làm đường; xin công khai.",
)

ANSWERS = (
    ("accepted", "Tiếp thu: khu đất cạnh chợ được ghi là công viên cấp khu ở trong bản vẽ sửa (minh họa)."),
    (
        "part",
        "Tiếp thu một phần: mở rộng lên 5,5 m vì hai bên đã xây kín; có chỗ quay xe cứu hỏa (minh họa).",
    ),
    ("accepted", "Tiếp thu: cống chính ra sông được đưa vào giai đoạn đầu (minh họa)."),
    ("accepted", "Tiếp thu: bổ sung một ô đất trường mầm non phía nam (minh họa)."),
    ("part", "Tiếp thu một phần: chiều cao giảm dần về phía nhà vườn (minh họa)."),
    ("not", "Không tiếp thu: phần ruộng này là đất dự trữ phát triển đã duyệt ở cấp trên (minh họa)."),
    (
        "not",
        "Thuộc phương án bồi thường, không thuộc nội dung quy hoạch; đã chuyển cơ quan phụ trách (minh họa).",
    ),
    ("accepted", "Tiếp thu: mặt cắt đường có làn xe đạp và hai hàng cây (minh họa)."),
    ("accepted", "Tiếp thu: giữ nguyên diện tích mặt nước hiện có (minh họa)."),
    ("part", "Tiếp thu một phần: thêm dải cây cách ly; nghĩa trang đóng cửa dần (minh họa)."),
    ("accepted", "Tiếp thu: tuyến đường được nắn để giữ sân đình và cây đa (minh họa)."),
    ("part", "Tiếp thu một phần: thêm bãi đỗ xe; nhà vệ sinh thuộc dự án xây chợ (minh họa)."),
    ("accepted", "Tiếp thu: trạm trung chuyển dời về phía nam, cuối hướng gió (minh họa)."),
    ("accepted", "Đã treo bản in khổ A0 tại các nhà văn hóa (minh họa)."),
)

SUPERVISED = (
    (
        "Bản vẽ chỉ có trên trang, người lớn tuổi không xem được (minh họa).",
        "Treo bản in khổ lớn tại mọi nhà văn hóa trong thời gian lấy ý kiến (minh họa).",
        "Đã treo bản in khổ A0 tại các nhà văn hóa (minh họa).",
    ),
    (
        "Chưa có buổi họp với hai tổ dân phố phía nam (minh họa).",
        "Tổ chức họp trước khi kết thúc lấy ý kiến (minh họa).",
        "",
    ),
)
