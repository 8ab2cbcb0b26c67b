using AsyncStateAnalyzers.Knowledge.Messages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Records;

/// <summary>Rewrites one document for a plan: declarations, values, and the statements that changed an object.</summary>
internal sealed class RecordRewriter : CSharpSyntaxRewriter
{
    private readonly RecordPlan _plan;
    private readonly RecordForm _form;
    private readonly HashSet<SyntaxNode> _parts;
    private readonly Dictionary<SyntaxNode, PlannedUse> _steps = new();
    private readonly Dictionary<SyntaxNode, PlannedMember> _values = new();
    private readonly Dictionary<SyntaxNode, PlannedMember> _lengths = new();

    /// <summary>A rewriter for the document.</summary>
    public RecordRewriter(RecordPlan plan, RecordForm form, DocumentId document)
    {
        _plan = plan;
        _form = form;
        _parts = plan.Parts.TryGetValue(document, out var parts) ? new HashSet<SyntaxNode>(parts) : new HashSet<SyntaxNode>();
        if (!plan.Uses.TryGetValue(document, out var uses))
            return;
        foreach (var use in uses)
        {
            var place = RecordUses.PlaceOf(use.Name);
            if (use.Form == ChangeForm.Step && place.Parent?.Parent is ExpressionStatementSyntax or ExpressionSyntax { Parent: ExpressionStatementSyntax })
                _steps[place.FirstAncestorOrSelf<ExpressionStatementSyntax>()!] = use;
            if (use.Member.ReadOnlyForm is null)
                continue;
            if (place.Parent is AssignmentExpressionSyntax assignment && assignment.Left == place)
                _values[assignment] = use.Member;
            if (LengthOf(place) is { } length)
                _lengths[length] = use.Member;
        }
    }

    /// <summary>False once a value was met that has no form in an <c>ImmutableArray</c>.</summary>
    public bool HasForm { get; private set; } = true;

    public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node) => _parts.Contains(node) ? Part(node) : base.VisitClassDeclaration(node);

    public override SyntaxNode? VisitStructDeclaration(StructDeclarationSyntax node) => _parts.Contains(node) ? Part(node) : base.VisitStructDeclaration(node);

    public override SyntaxNode? VisitRecordDeclaration(RecordDeclarationSyntax node) => _parts.Contains(node) ? Part(node) : base.VisitRecordDeclaration(node);

    public override SyntaxNode? VisitBlock(BlockSyntax node) => node.WithStatements(Statements(node.Statements));

    public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node) => node.WithLabels(VisitList(node.Labels)).WithStatements(Statements(node.Statements));

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node) =>
        _steps.TryGetValue(node, out var use) ? StepEditor.Copy(node, use.Name, new[] { Setting(node, use) }) : base.VisitExpressionStatement(node);

    public override SyntaxNode? VisitAssignmentExpression(AssignmentExpressionSyntax node) =>
        _values.TryGetValue(node, out var member) ? node.WithRight(Value(node.Right, member)) : base.VisitAssignmentExpression(node);

    public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
    {
        var visited = (MemberAccessExpressionSyntax)base.VisitMemberAccessExpression(node)!;
        return _lengths.TryGetValue(node, out var member) ? visited.WithName(SyntaxFactory.IdentifierName(UsesImmutableArray(member) ? "Length" : "Count").WithTriviaFrom(visited.Name)) : visited;
    }

    /// <summary>The value of a collection member in its new form.</summary>
    internal ExpressionSyntax Value(ExpressionSyntax value, PlannedMember member)
    {
        var visited = (ExpressionSyntax)Visit(value);
        if (UsesImmutableArray(member))
        {
            if (CollectionValues.AsCollection(visited) is { } collection)
                return collection.WithTriviaFrom(value);
            HasForm = false;
            return visited;
        }

        return CollectionValues.Named(visited, RecordDeclarations.TypeOf(member).WithoutTrivia());
    }

    /// <summary>True where the member becomes an <c>ImmutableArray</c>.</summary>
    internal bool UsesImmutableArray(PlannedMember member) =>
        _form.IsImmutableArray && member.ReadOnlyForm is ("IReadOnlyList" or "IReadOnlyCollection") && !_plan.NullTested.Contains(member) && AlwaysHasValue(member);

    /// <summary>An <c>ImmutableArray</c> that nobody sets cannot be used.</summary>
    private bool AlwaysHasValue(PlannedMember member)
    {
        var (nullable, initializer) = member.Symbol.DeclaringSyntaxReferences[0].GetSyntax() switch
        {
            PropertyDeclarationSyntax property => (property.Type, property.Initializer),
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } variable => (declaration.Type, variable.Initializer),
            _ => (null, null),
        };
        return nullable is not null and not NullableTypeSyntax
            && (initializer is { Value: not (PostfixUnaryExpressionSyntax or LiteralExpressionSyntax) } || (_form.IsRequired && RecordDeclarations.NeedsValue(member, initializer)));
    }

    private SyntaxNode Part(TypeDeclarationSyntax node) => RecordDeclarations.Rewrite(node, _plan, _form, this, m => (MemberDeclarationSyntax?)Visit(m));

    /// <summary>Settings that follow on the creation move into it; those that follow on each other become one copy.</summary>
    private SyntaxList<StatementSyntax> Statements(SyntaxList<StatementSyntax> statements)
    {
        var result = new List<StatementSyntax>();
        for (var i = 0; i < statements.Count; i++)
        {
            var creation = StepEditor.CreationIn(statements[i]);
            var settings = new List<(string Name, ExpressionSyntax Value)>();
            var local = creation?.Identifier.ValueText ?? (_steps.TryGetValue(statements[i], out var first) ? RecordUses.LocalOf(first.Name)?.Identifier.ValueText : null);
            if (local is null || (creation is not null && (i + 1 >= statements.Count || !IsSetting(statements[i + 1], local, StepEditor.NamesIn(creation), out _))))
            {
                result.Add((StatementSyntax)Visit(statements[i]));
                continue;
            }

            var names = creation is null ? new HashSet<string>(StringComparer.Ordinal) : StepEditor.NamesIn(creation);
            var last = creation is null ? i - 1 : i;
            PlannedUse? use;
            while (last + 1 < statements.Count && IsSetting(statements[last + 1], local, names, out use) && (last + 1 == i || !StepEditor.HasComment(statements[last + 1])))
            {
                var setting = Setting((ExpressionStatementSyntax)statements[++last], use!);
                names.Add(setting.Name);
                settings.Add(setting);
            }

            if (settings.Count == 0)
            {
                result.Add((StatementSyntax)Visit(statements[i]));
                continue;
            }

            result.Add(creation is null
                ? StepEditor.Copy((ExpressionStatementSyntax)statements[i], _steps[statements[i]].Name, settings)
                : StepEditor.Extend((StatementSyntax)Visit(statements[i]), settings));
            i = last;
        }

        return SyntaxFactory.List(result);
    }

    /// <summary>True for <c>m.X = v;</c> with a value that does not look at the object, and a name that is not set before.</summary>
    private bool IsSetting(StatementSyntax statement, string local, HashSet<string> names, out PlannedUse? use)
    {
        if (!_steps.TryGetValue(statement, out use) || RecordUses.LocalOf(use.Name)?.Identifier.ValueText != local)
            return false;
        return statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment }
            && !names.Contains(use.Name.Identifier.ValueText)
            && !assignment.Right.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == local);
    }

    private (string Name, ExpressionSyntax Value) Setting(ExpressionStatementSyntax statement, PlannedUse use)
    {
        var place = (MemberAccessExpressionSyntax)RecordUses.PlaceOf(use.Name);
        var value = statement.Expression switch
        {
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => use.Member.ReadOnlyForm is null ? (ExpressionSyntax)Visit(assignment.Right) : Value(assignment.Right, use.Member),
            _ when RecordUses.AddedTo(place) is { } added => StepEditor.Add(place, (ExpressionSyntax)Visit(added), UsesImmutableArray(use.Member)),
            AssignmentExpressionSyntax compound => StepEditor.Combine(place, compound, (ExpressionSyntax)Visit(compound.Right)),
            var step => StepEditor.Combine(place, step),
        };
        if (value is null)
            HasForm = false;
        return (use.Name.Identifier.ValueText, value ?? place);
    }

    /// <summary>The place where the number of elements is asked for by the name that the new form does not have.</summary>
    private MemberAccessExpressionSyntax? LengthOf(ExpressionSyntax place) =>
        place.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count", Parent: not InvocationExpressionSyntax } access && access.Expression == place ? access : null;
}
